//! People in a cell, with their titles and phones: `落地专员 周文,15685957489`, several with 、 between.

use super::phone::phones;
use super::text::{half_width, is_nothing};

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The name; empty where only a title stands there.
    pub name: String,
    /// The title, as it stands there.
    pub title: Option<String>,
    /// The phone.
    pub phone: Option<String>,
}

const BETWEEN: [char; 9] = ['、', '，', ',', ';', '；', '/', '\n', '|', '。'];

/// Ends of titles, the longer ones first.
const TITLES: [&str; 42] = [
    "落地专员",
    "首席服务官",
    "项目管理员",
    "联系人",
    "负责人",
    "责任人",
    "经办人",
    "副市长",
    "副县长",
    "副区长",
    "副局长",
    "副主任",
    "副书记",
    "副秘书长",
    "秘书长",
    "副部长",
    "副总经理",
    "总经理",
    "董事长",
    "副主席",
    "副院长",
    "副行长",
    "市长",
    "县长",
    "区长",
    "局长",
    "主任",
    "书记",
    "部长",
    "主席",
    "科长",
    "股长",
    "处长",
    "院长",
    "行长",
    "经理",
    "专员",
    "常委",
    "专干",
    "同志",
    "先生",
    "女士",
];
/// What names of offices end in: before a title stands an office then, not a name.
const OFFICES: [&str; 20] = [
    "政府", "市", "县", "区", "局", "委", "办", "厅", "部", "会", "院", "镇", "乡", "街道", "中心", "公司",
    "集团", "园", "所", "组",
];

/// The people in a text, in order. A phone belongs to whoever stands before it.
pub fn people(text: &str) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    let plain = half_width(text);
    for piece in plain.split(BETWEEN).map(str::trim).filter(|piece| !is_nothing(piece)) {
        let (mut numbers, rest) = phones(piece);
        numbers.reverse();
        for mut person in named(&rest) {
            person.phone = numbers.pop();
            found.push(person);
        }
        // A phone alone is the last one's.
        if let (Some(number), Some(last)) = (numbers.pop(), found.last_mut()) {
            last.phone.get_or_insert(number);
        }
    }
    found
}

/// Those named in a piece without its phones.
fn named(piece: &str) -> Vec<Person> {
    let (outside, inside) = parenthesised(piece);
    let words: Vec<&str> = outside.split([' ', ':']).filter(|word| !word.is_empty()).collect();
    let mut people: Vec<Person> = Vec::new();
    let mut waiting: Option<String> = None;
    for word in joined(&words) {
        let (name, title) = titled(&word);
        if name.is_empty() {
            // A title before its name; one behind it belongs to whoever has none.
            match people.last_mut().filter(|last| last.title.is_none() && waiting.is_none()) {
                Some(last) => last.title = title,
                None => waiting = title,
            }
        } else {
            people.push(Person { name, title: title.or_else(|| waiting.take()), phone: None });
        }
    }
    if people.is_empty()
        && let Some(title) = waiting
    {
        people.push(Person { title: Some(title), ..Person::default() });
    }
    if let Some(last) = people.last_mut() {
        last.title = last.title.take().or(inside);
    }
    people
}

/// A name written wide, 王 敏, is one; two names are two.
fn joined(words: &[&str]) -> Vec<String> {
    let length = |word: &str| word.chars().count();
    match words {
        [family, given] if length(family) == 1 && length(given) <= 2 => vec![format!("{family}{given}")],
        [family, first, second] if [family, first, second].iter().all(|word| length(word) == 1) => {
            vec![format!("{family}{first}{second}")]
        }
        words => words.iter().map(|word| (*word).to_owned()).collect(),
    }
}

/// What stands in parentheses, and the rest.
fn parenthesised(text: &str) -> (String, Option<String>) {
    let (Some(open), Some(close)) = (text.find('('), text.rfind(')')) else {
        return (text.replace(['(', ')'], " "), None);
    };
    if close < open {
        return (text.replace(['(', ')'], " "), None);
    }
    let inside = text[open + 1..close].trim();
    let outside = format!("{} {}", &text[..open], &text[close + 1..]);
    (outside, (!inside.is_empty()).then(|| inside.to_owned()))
}

/// A name and its title: 张三局长 as both, 市政府副市长 as a title without a name.
fn titled(word: &str) -> (String, Option<String>) {
    let Some(title) = TITLES.iter().find(|title| word.ends_with(*title)) else {
        return (word.to_owned(), None);
    };
    let before = word.strip_suffix(title).unwrap_or(word);
    let is_name =
        (2..=4).contains(&before.chars().count()) && !OFFICES.iter().any(|office| before.ends_with(office));
    if is_name {
        (before.to_owned(), Some((*title).to_owned()))
    } else {
        (String::new(), Some(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let told = people(text).into_iter().map(|person| {
            let title = person.title.map_or(String::new(), |title| format!("[{title}]"));
            let phone = person.phone.map_or(String::new(), |phone| format!(" {phone}"));
            format!("{}{title}{phone}", person.name)
        });
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{text}");
    }

    #[test]
    fn several_people_and_their_phones_are_told_apart() {
        check("李宏伟、周敏、吴志强", "李宏伟, 周敏, 吴志强");
        check("张敏,张文", "张敏, 张文");
        check("徐玉梅\n杨晓东", "徐玉梅, 杨晓东");
        check("刘晓东;黄永刚；周敏", "刘晓东, 黄永刚, 周敏");
        check("周敏(17337406812)", "周敏 17337406812");
        check("徐海燕\n18577104656", "徐海燕 18577104656");
        check("落地专员 周文,15685957489", "周文[落地专员] 15685957489");
        check("王敏 18900934324", "王敏 18900934324");
        check("王　敏", "王敏");
        check("欧阳修 13812345678、李四", "欧阳修 13812345678, 李四");
        check("张三13812345678 李四13912345678", "张三 13812345678, 李四 13912345678");
        check("张三 李四", "张三, 李四");
        check("王敏（0934-8212345）", "王敏 0934-8212345");
    }

    #[test]
    fn titles_are_no_names() {
        check("市政府副市长", "[市政府副市长]");
        check("副市长 张三", "张三[副市长]");
        check("张三局长", "张三[局长]");
        check("张三（副局长）", "张三[副局长]");
        check("联系人:李四 13812345678", "李四[联系人] 13812345678");
        check("市委书记王五", "市委书记王五");
        check("", "");
        check("待定", "");
        check("13812345678", "");
    }
}
