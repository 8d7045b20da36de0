//! The whole service under load, races and hang-ups, each on both databases where it says so.

#[cfg(test)]
mod absences;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod duplicates;
#[cfg(test)]
mod duties;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod hang_up;
#[cfg(test)]
mod in_person;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod races;
#[cfg(test)]
mod record;
#[cfg(test)]
mod recorders;
#[cfg(test)]
mod replanning;
#[cfg(test)]
mod service;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod world;
#[cfg(test)]
mod writers;
