//! How payloads are declared.

/// Declares payloads: every one has `errors`, and objects as they are after the mutation.
macro_rules! payloads {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)+ }
    )+) => {$(
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $name {
            /// Why nothing was done; empty when it was done. 错误
            errors: Vec<crate::mutations::UserError>,
            $($(#[$field_meta])* $field: Option<$type>,)+
        }
    )+};
}

pub(super) use payloads;
