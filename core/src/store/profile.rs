//! The user's policy, as it is remembered on this device.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::replace;
use crate::error::{CheckError, Result};
use crate::policy::{MAX_POLICY_BYTES, Policy};
use crate::rules::RuleSet;

const FILE: &str = "policy.toml";

/// The place of a policy in the shell's private folder. It is read anew for each share: the app sets it, a share extension
/// in another process reads it.
#[derive(Debug, Clone)]
pub struct Profile {
    path: PathBuf,
}

impl Profile {
    /// A policy in `folder`, which must exist before one is written.
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join(FILE) }
    }

    /// The policy; the default without a file, or with one that cannot be understood: looking for everything costs a few
    /// taps, refusing to check would cost more.
    ///
    /// Errors: `Io` when the file is there and cannot be read.
    pub fn read(&self, rules: &RuleSet) -> Result<Policy> {
        let mut bytes = vec![];
        match std::fs::File::open(&self.path)
            .and_then(|file| file.take(MAX_POLICY_BYTES as u64 + 1).read_to_end(&mut bytes))
        {
            Ok(_) => {
                Ok(String::from_utf8(bytes).map_or_else(|_| Policy::default(), |text| Policy::remembered(&text, rules)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Policy::default()),
            Err(error) => Err(CheckError::io("read", &error)),
        }
    }

    /// Remembers a policy.
    ///
    /// Errors: `Io`.
    pub fn write(&self, policy: &Policy) -> Result<()> {
        replace(&self.path, policy.to_string().as_bytes())
    }

    /// Forgets the policy.
    ///
    /// Errors: `Io`.
    pub fn forget(&self) -> Result<()> {
        super::remove(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::RegionKind;

    #[test]
    fn a_policy_is_remembered_and_forgotten_and_never_in_the_way() {
        let rules = RuleSet::built_in().expect("valid");
        let folder = std::env::temp_dir().join(format!("curtain-profile-{}", std::process::id()));
        let profile = Profile::new(&folder);
        assert_eq!(profile.read(&rules), Ok(Policy::default()), "there is no folder yet");
        assert_eq!(profile.write(&Policy::default()).unwrap_err().code(), "io");
        std::fs::create_dir_all(&folder).expect("a place for a test");
        let mut policy = Policy::default();
        policy.photos.set(RegionKind::Badge, false);
        profile.write(&policy).expect("written");
        assert_eq!(Profile::new(&folder).read(&rules), Ok(policy));
        profile.forget().expect("removed");
        profile.forget().expect("nothing to remove");
        for odd in [&[0xff; 40][..], b"schema = 7", &vec![b'#'; MAX_POLICY_BYTES + 9]] {
            std::fs::write(folder.join(FILE), odd).expect("written");
            assert_eq!(profile.read(&rules), Ok(Policy::default()));
        }
        std::fs::remove_dir_all(folder).expect("still there");
    }
}
