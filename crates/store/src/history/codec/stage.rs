//! Stages and what went from one officer to another.

use luodi_domain::event::{HandedOver, StageEntered};

use super::field::object_of;

object_of!(StageEntered { stage, from, gate, gaps, step, responsible, on, due_on });
object_of!(HandedOver { from, to, steps, helped, as_specialist, as_leader, on });
