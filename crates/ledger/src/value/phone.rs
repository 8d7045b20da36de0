//! Phones in a text.

/// Signs that stand within a phone: `0934-8212345`, `138 1234 5678`, `138****5678`.
const WITHIN: [char; 3] = ['-', '*', '—'];

/// The phones of a text, and the text without them. A phone is a mobile of eleven digits, a landline of seven or eight
/// behind the code of its area or without one, or either masked by asterisks.
pub fn phones(text: &str) -> (Vec<String>, String) {
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut run = String::new();
    let mut close = |run: &mut String, rest: &mut String| {
        let digits: String = run.chars().filter(|c| !c.is_whitespace()).collect();
        let digits = digits.trim_matches(['-', '—']);
        if is_phone(digits) {
            found.push(digits.replace('—', "-"));
            rest.push(' ');
        } else {
            rest.push_str(run);
        }
        run.clear();
    };
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let between = c == ' ' && !run.is_empty() && characters.peek().is_some_and(char::is_ascii_digit);
        // Two phones side by side are two.
        let full = between && is_phone(&run.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        if c.is_ascii_digit() || WITHIN.contains(&c) || between && !full {
            run.push(c);
        } else {
            close(&mut run, &mut rest);
            rest.push(c);
        }
    }
    close(&mut run, &mut rest);
    (found, rest)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let masked = text.contains('*') && text.contains(|c: char| c.is_ascii_digit());
    let plain = !text.contains('*');
    let mobile = digits == 11 && text.starts_with('1') && !text.contains('-');
    let with_area = text.starts_with('0') && (10..=12).contains(&digits);
    let local = (7..=8).contains(&digits) && !text.starts_with(['0', '1']);
    (plain || masked) && (mobile || with_area || local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_taken_out_of_a_text() {
        #[track_caller]
        fn check(text: &str, expected: &[&str], rest: &str) {
            let (found, left) = phones(text);
            assert_eq!(
                (found.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), left.trim()),
                (expected, rest)
            );
        }
        check("王敏 18900934324", &["18900934324"], "王敏");
        check("0934-8212345", &["0934-8212345"], "");
        check("8212345", &["8212345"], "");
        check("138 1234 5678", &["13812345678"], "");
        check("13812345678 13912345678", &["13812345678", "13912345678"], "");
        check("138****5678", &["138****5678"], "");
        check("010-62345678李", &["010-62345678"], "李");
        check("2024年", &[], "2024年");
        check("一号楼12345", &[], "一号楼12345");
        check("****", &[], "****");
    }
}
