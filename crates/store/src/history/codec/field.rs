//! How a value of the domain stands in the JSON of an event, and how it is read back: one implementation of [`Field`]
//! per type, both directions side by side.

use std::collections::{BTreeMap, BTreeSet};

use luodi_domain::private::Private;

use crate::history::fault::{Fault, What};
use crate::history::json::Json;
use crate::history::private::{Kind, Open};

/// An event's JSON while its private texts are still in it.
pub(in crate::history) type Tree = Json<Open>;

/// Something that has a place in the JSON of an event. `read(write(x)) == x`.
pub(in crate::history) trait Field: Sized {
    /// As JSON.
    fn write(&self) -> Tree;

    /// From JSON.
    fn read(tree: Tree) -> Result<Self, Fault>;
}

/// JSON whose reading waits until more is known, such as an event's data until its type is.
impl Field for Tree {
    fn write(&self) -> Tree {
        self.clone()
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Ok(tree)
    }
}

/// An object being read. Every field must be asked for: one that nobody asks for is a fault, so that nothing stored is
/// ever ignored.
pub(in crate::history) struct Fields(BTreeMap<String, Tree>);

impl Fields {
    pub(in crate::history) fn of(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Object(fields) => Ok(Self(fields)),
            other => Err(Fault::kind("an object", other.kind())),
        }
    }

    /// The field `key`.
    pub(in crate::history) fn take<T: Field>(&mut self, key: &str) -> Result<T, Fault> {
        let value = self.0.remove(key).ok_or_else(|| Fault::new(What::Missing).under(key))?;
        T::read(value).map_err(|fault| fault.under(key))
    }

    /// The field `key`, if it is there: one that stands only where it says something, and so is never null.
    pub(in crate::history) fn maybe<T: Field>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        if self.0.contains_key(key) { self.take(key).map(Some) } else { Ok(None) }
    }

    /// All fields were asked for.
    pub(in crate::history) fn end(self) -> Result<(), Fault> {
        self.0.into_keys().next().map_or(Ok(()), |key| Err(Fault::new(What::Unknown).under(&key)))
    }

    /// Reads a whole object.
    pub(in crate::history) fn read<T>(
        tree: Tree,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut fields = Self::of(tree)?;
        let value = read(&mut fields)?;
        fields.end()?;
        Ok(value)
    }
}

/// A struct as an object of the fields named: both directions fail to compile when the struct gains a field. The
/// names are the stored format, which the tests hold still; `share as "share_bp"` stores a field under another name.
macro_rules! object_of {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    ($type:ty { $($field:ident $(as $name:literal)?),+ $(,)? }) => {
        impl $crate::history::codec::Field for $type {
            fn write(&self) -> $crate::history::codec::Tree {
                let Self { $($field),+ } = self;
                $crate::history::json::object([$((
                    $crate::history::codec::object_of!(@name $field $($name)?),
                    $crate::history::codec::Field::write($field),
                )),+])
            }

            fn read(tree: $crate::history::codec::Tree) -> Result<Self, $crate::history::fault::Fault> {
                $crate::history::codec::Fields::read(tree, |fields| {
                    Ok(Self {
                        $($field: fields.take($crate::history::codec::object_of!(@name $field $($name)?))?),+
                    })
                })
            }
        }
    };
}

pub(in crate::history) use object_of;

impl Field for bool {
    fn write(&self) -> Tree {
        Json::Bool(*self)
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Bool(value) => Ok(value),
            other => Err(Fault::kind("a boolean", other.kind())),
        }
    }
}

impl Field for i64 {
    fn write(&self) -> Tree {
        Json::Int(*self)
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Int(value) => Ok(value),
            other => Err(Fault::kind("a whole number", other.kind())),
        }
    }
}

impl Field for String {
    fn write(&self) -> Tree {
        Json::Text(self.clone())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Text(text) => Ok(text),
            other => Err(Fault::kind("a text", other.kind())),
        }
    }
}

/// Free text; what is personal says so by [`Person`].
impl Field for Private {
    fn write(&self) -> Tree {
        private(Kind::Text, self)
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        read_private(Kind::Text, tree)
    }
}

/// A name or a telephone number.
pub(super) struct Person(pub(super) Private);

impl Field for Person {
    fn write(&self) -> Tree {
        private(Kind::Person, &self.0)
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        read_private(Kind::Person, tree).map(Self)
    }
}

fn private(kind: Kind, text: &Private) -> Tree {
    Json::Private(Open { kind, text: text.clone() })
}

fn read_private(expected: Kind, tree: Tree) -> Result<Private, Fault> {
    match tree {
        Json::Private(Open { kind, text }) if kind == expected => Ok(text),
        other => Err(Fault::kind("a private text of its kind", other.kind())),
    }
}

/// Nothing is null; there is no value that is null itself.
impl<T: Field> Field for Option<T> {
    fn write(&self) -> Tree {
        self.as_ref().map_or(Json::Null, Field::write)
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Null => Ok(None),
            some => T::read(some).map(Some),
        }
    }
}

impl<T: Field> Field for Box<T> {
    fn write(&self) -> Tree {
        self.as_ref().write()
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        T::read(tree).map(Self::new)
    }
}

impl<T: Field> Field for Vec<T> {
    fn write(&self) -> Tree {
        Json::List(self.iter().map(Field::write).collect())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        let Json::List(items) = tree else { return Err(Fault::kind("a list", tree.kind())) };
        let item = |(index, item)| T::read(item).map_err(|fault| fault.at(index));
        items.into_iter().enumerate().map(item).collect()
    }
}

impl<T: Field + Ord> Field for BTreeSet<T> {
    fn write(&self) -> Tree {
        Json::List(self.iter().map(Field::write).collect())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Vec::read(tree).map(|items| items.into_iter().collect())
    }
}

/// A map is a list of its entries: a key that somebody typed never becomes the name of a field.
impl<K: Ord + Clone, V: Clone> Field for BTreeMap<K, V>
where
    (K, V): Field,
{
    fn write(&self) -> Tree {
        Json::List(self.iter().map(|(key, value)| (key.clone(), value.clone()).write()).collect())
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Vec::read(tree).map(|entries| entries.into_iter().collect())
    }
}

/// An entry of a map whose values hold their key: the value says it all.
macro_rules! entry_of {
    ($key:ty, $value:ty) => {
        impl $crate::history::codec::Field for ($key, $value) {
            fn write(&self) -> $crate::history::codec::Tree {
                self.1.write()
            }

            fn read(tree: $crate::history::codec::Tree) -> Result<Self, $crate::history::fault::Fault> {
                <$value>::read(tree).map(|value| (value.id, value))
            }
        }
    };
}

pub(super) use entry_of;
