//! Departments 部门: the kinds of unit that decide permits.

macro_rules! departments {
    ($($variant:ident $code:literal $zh:literal $en:literal)+) => {
        /// A kind of unit that decides permits. Which agency that is in a region, the registry says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Department { $(#[doc = $zh] $variant,)+ }

        impl Department {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code under which it is stored and named.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The kind with this code, or nothing.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// What it is called in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// What it is called in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }
        }

        impl std::fmt::Display for Department {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

impl Department {
    /// Whether it supplies power, water, gas, heat or lines, and is no office.
    pub const fn supplies(self) -> bool {
        matches!(self, Self::Grid | Self::Utilities)
    }
}

departments! {
    Reform "DEVELOPMENT_REFORM" "发展改革" "development and reform"
    Industry "INDUSTRY" "工业和信息化" "industry and information technology"
    MarketRegulation "MARKET_REGULATION" "市场监管" "market regulation"
    NaturalResources "NATURAL_RESOURCES" "自然资源" "natural resources"
    Environment "ENVIRONMENT" "生态环境" "ecology and environment"
    Housing "HOUSING" "住房和城乡建设" "housing and construction"
    CityManagement "CITY_MANAGEMENT" "城市管理" "city management"
    Water "WATER" "水利" "water resources"
    Forestry "FORESTRY" "林草" "forestry and grassland"
    Agriculture "AGRICULTURE" "农业农村" "agriculture"
    Emergency "EMERGENCY" "应急管理" "emergency management"
    Earthquake "EARTHQUAKE" "地震" "earthquake"
    CulturalRelics "CULTURAL_RELICS" "文物" "cultural relics"
    StateSecurity "STATE_SECURITY" "国家安全" "state security"
    CivilAviation "CIVIL_AVIATION" "民航" "civil aviation"
    Meteorology "METEOROLOGY" "气象" "meteorology"
    CivilDefence "CIVIL_DEFENCE" "人民防空" "civil air defence"
    Transport "TRANSPORT" "交通运输" "transport"
    PublicSecurity "PUBLIC_SECURITY" "公安" "public security"
    FireRescue "FIRE_RESCUE" "消防救援" "fire and rescue"
    Health "HEALTH" "卫生健康" "health"
    Energy "ENERGY" "能源" "energy"
    EnergyRegulator "ENERGY_REGULATOR" "能源监管派出机构" "energy regulator"
    Telecom "TELECOM" "通信管理" "telecommunications"
    PoliticalLegal "POLITICAL_LEGAL" "政法委" "political and legal affairs"
    Grid "GRID" "供电企业" "grid company"
    Utilities "UTILITIES" "水气热通信企业" "utilities"
    Government "GOVERNMENT" "人民政府" "government"
    Township "TOWNSHIP" "乡镇" "township"
    Enterprise "ENTERPRISE" "项目单位" "the enterprise itself"
}
