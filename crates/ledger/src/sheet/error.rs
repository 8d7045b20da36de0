//! Why a file cannot be read.

use luodi_domain::words::Words;

/// What of a file is more than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of the file.
    File,
    /// Bytes that it unpacks to.
    Unpacked,
    /// Parts that it is packed of.
    Entries,
    /// Sheets.
    Sheets,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Cells that hold something.
    Cells,
    /// Different texts.
    Strings,
    /// Bytes of one text, or of one tag.
    Token,
    /// Bytes of all texts.
    Text,
    /// Cells that are merged.
    Merged,
}

impl Measure {
    fn words(self) -> Words {
        let (zh, en) = match self {
            Self::File => ("文件字节数", "bytes of the file"),
            Self::Unpacked => ("解压后字节数", "bytes when unpacked"),
            Self::Entries => ("压缩包条目数", "entries of the archive"),
            Self::Sheets => ("工作表数", "sheets"),
            Self::Rows => ("行数", "rows"),
            Self::Columns => ("列数", "columns"),
            Self::Cells => ("非空单元格数", "cells with something in them"),
            Self::Strings => ("不同文本数", "different texts"),
            Self::Token => ("单个文本字节数", "bytes of one text"),
            Self::Text => ("文本总字节数", "bytes of all texts"),
            Self::Merged => ("合并单元格数", "merged cells"),
        };
        Words::new(zh, en)
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Neither a workbook nor a text.
    #[error("the file is neither .xlsx nor .xls nor .csv")]
    Kind,
    /// A workbook with a password.
    #[error("the workbook is locked by a password")]
    Locked,
    /// A workbook in the binary form .xlsb.
    #[error("the workbook is an .xlsb")]
    Binary,
    /// More than is read.
    #[error("{measure:?} is over {most}")]
    TooLarge {
        /// Of what there is more.
        measure: Measure,
        /// How much is read.
        most: u64,
    },
    /// Entities or a document type, which no workbook has.
    #[error("the workbook has a document type or entities")]
    DocumentType,
    /// What breaks the rules of its kind.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// Bytes that are no text in any encoding that is known.
    #[error("row {row} is neither UTF-8 nor GB18030")]
    Encoding {
        /// The row, from 1.
        row: u64,
    },
}

impl SheetError {
    /// What is wrong, and what to do about it; nothing of how it was found.
    pub fn words(&self) -> Words {
        match self {
            Self::Kind => {
                Words::new("不是 .xlsx、.xls 或 .csv 文件", "the file is neither .xlsx nor .xls nor .csv")
            }
            Self::Locked => Words::new(
                "工作簿有密码，请取消密码后再上传",
                "the workbook is locked by a password; please take it off first",
            ),
            Self::Binary => Words::new("请把 .xlsb 另存为 .xlsx", "please save the .xlsb as .xlsx"),
            Self::TooLarge { measure, most } => {
                let Words { zh, en } = measure.words();
                Words::new(
                    format!("文件过大：{zh}超过{most}，请拆分或清除多余的格式"),
                    format!(
                        "the file is too large: over {most} {en}; please split it, or clear formats that hold nothing"
                    ),
                )
            }
            Self::DocumentType => Words::new(
                "文件含有文档类型声明，不是正常的工作簿",
                "the file has a document type, which no workbook has",
            ),
            Self::Broken(_) => Words::new(
                "文件已损坏，请用 Excel 或 WPS 打开后另存",
                "the file is broken; please open it in Excel or WPS and save it again",
            ),
            Self::Encoding { row } => Words::new(
                format!("第{row}行不是 UTF-8 或 GBK 编码"),
                format!("row {row} is neither UTF-8 nor GBK"),
            ),
        }
    }
}
