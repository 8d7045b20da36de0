//! What a caller may spend, over all of his requests.

/// What somebody may spend. Put into a request's data, it is asked once the price is known and before anything is executed.
pub type Budget = Box<dyn Spend>;

/// Something that prices are taken from.
pub trait Spend: Send + Sync {
    /// Takes a price.
    ///
    /// # Errors
    /// After how many seconds it could be paid; nothing was taken.
    fn spend(&self, cost: usize) -> Result<(), u32>;
}
