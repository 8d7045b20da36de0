//! Who sees what, and who may do what: every root field, every type and every mutation, for each role, over projects
//! near and far, each full of texts that must not turn up where they do not belong.

mod asking;
mod doing;
mod following;
mod level;
mod places;
mod schema;

use super::home::Home;
use super::home::in_both_homes;
use places::Places;

in_both_homes!(what_is_not_ones_own_does_not_exist, what_is_not_ones_own_is_not_changed);

fn what_is_not_ones_own_does_not_exist(home: &Home) {
    let places = Places::settled(home);
    let asked = asking::run(&places);
    let followed = following::run(&places);
    println!("access: {asked} questions and {followed} changes, each by seven roles over nine projects");
    places.close();
}

fn what_is_not_ones_own_is_not_changed(home: &Home) {
    let places = Places::settled(home);
    let done = doing::run(&places);
    println!("access: {done} mutations refused or not, as they should be");
    places.close();
}
