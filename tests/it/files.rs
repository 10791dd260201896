//! The files of a plan as systems have them: links, names, modes, owners, attributes, folders, mounts. Each
//! case is one edit by the program itself. What a case needs and is not to be had is said, and counted.
#![cfg(target_os = "linux")]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::program::{Ran, command, ran};

const OLD: &str = "format = 1\n[driver.a]\nname = \"A\"\n";
const NEW: &str = "format = 1\n[driver.a]\nname = \"B\"\n";
/// Nobody, and nobody's group.
const NOBODY: u32 = 65534;

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// What can be had here, for a case that needs it.
enum Needs {
    Nothing,
    /// A file system that keeps this.
    Attribute(&'static str, fn() -> Vec<u8>),
    /// To give files to others.
    Root,
    /// Not to be root, who may write what is read-only; root becomes nobody.
    NoRoot,
    /// To have a call fail.
    Strace,
    /// To mount.
    Mount,
}

impl Needs {
    /// Why it is not to be had.
    fn lacks(&self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::NoRoot => None,
            Self::Attribute(name, value) if takes(&Case::new().real, name, &value()) => None,
            Self::Attribute(..) => Some("needs a file system that keeps it"),
            Self::Root if is_root() => None,
            Self::Root => Some("needs root"),
            Self::Strace if traced(&["true"]).is_some() => None,
            Self::Strace => Some("needs strace"),
            Self::Mount if is_root() && mounted("true") => None,
            Self::Mount => Some("needs to mount"),
        }
    }
}

fn traced(words: &[&str]) -> Option<()> {
    let ran = Command::new("strace").args(["-qq", "-o", "/dev/null"]).args(words).output();
    ran.is_ok_and(|ran| ran.status.success()).then_some(())
}

fn mounted(script: &str) -> bool {
    let ran = Command::new("unshare").args(["--mount", "sh", "-c", script]).output();
    ran.is_ok_and(|ran| ran.status.success())
}

/// The program where everybody may run it.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = PROGRAM.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        set_mode(folder.path(), 0o755);
        let path = folder.path().join("swell");
        fs::copy(env!("CARGO_BIN_EXE_swell"), &path).unwrap();
        (folder, path)
    });
    path
}

/// A case on its way.
struct Case {
    folder: tempfile::TempDir,
    /// What the program is given; the plan by default.
    plan: PathBuf,
    /// Where the text is that is edited.
    real: PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        set_mode(folder.path(), 0o777);
        let plan = folder.path().join("plan.toml");
        fs::write(&plan, OLD).unwrap();
        set_mode(&plan, 0o666);
        Self { folder, real: plan.clone(), plan }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.real).unwrap()
    }

    fn about(&self) -> fs::Metadata {
        fs::metadata(&self.real).unwrap()
    }

    fn words(&self) -> Vec<String> {
        ["set", &self.plan.to_string_lossy(), "a.name", "B", "--quiet"].map(str::to_owned).to_vec()
    }

    fn edit(&self) -> Ran {
        let words = self.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        ran(&mut command(self.folder.path(), &words))
    }

    /// Edits as somebody who is not root.
    fn edit_as_nobody(&self) -> Ran {
        self.edit_as_nobody_with(&[])
    }

    /// The same, with something else in the environment.
    fn edit_as_nobody_with(&self, environment: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(program());
        command.envs(environment.iter().copied());
        command.args(self.words()).current_dir(self.folder.path());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        ran(&mut command)
    }

    /// Edits while one kind of call fails in this way.
    fn edit_with(&self, fault: &str) -> Ran {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject={fault}")]);
        ran(command.arg(env!("CARGO_BIN_EXE_swell")).args(self.words()).current_dir(self.folder.path()))
    }

    /// It was saved, and what was said; nothing is left beside it.
    #[track_caller]
    fn saved(&self, ran: &Ran, said: &str) {
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert_eq!(self.text(), NEW);
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
        assert!(said.contains("in place") || !ran.out.contains("in place"), "{}", ran.out);
        self.assert_clean();
    }

    /// It was not saved, and why; everything is as it was.
    #[track_caller]
    fn refused(&self, ran: &Ran, why: &str) {
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(why), "{why}: {}", ran.err);
        if self.real.exists() {
            assert_eq!(self.text(), OLD);
        }
        self.assert_clean();
    }

    fn assert_clean(&self) {
        let all = fs::read_dir(self.folder.path()).unwrap().flatten();
        let own: Vec<_> =
            all.map(|it| it.file_name()).filter(|it| it.to_string_lossy().contains(".swell-")).collect();
        assert!(own.is_empty(), "{own:?}");
    }
}

/// A case: what it is called, what it needs, and the case itself.
type Row = (&'static str, Needs, fn(Case));

/// A link of this name to this text is given to the program; it stays, and what it leads to changes.
fn through(case: Case, links: &[(&str, &str)]) {
    for (link, to) in links {
        symlink(to, case.path(link)).unwrap();
    }
    let plan = case.path(links[links.len() - 1].0);
    let case = Case { plan, ..case };
    let inode = case.about().ino();
    case.saved(&case.edit(), "");
    assert_ne!(case.about().ino(), inode, "it was replaced");
    for (link, to) in links {
        assert_eq!(fs::read_link(case.path(link)).unwrap(), Path::new(to), "{link} stays");
    }
}

/// Links that lead nowhere: an error that says so, and nothing comes to be.
fn nowhere(case: Case, links: &[(&str, &str)], why: &str) {
    fs::remove_file(&case.plan).unwrap();
    for (link, to) in links {
        symlink(to, case.path(link)).unwrap();
    }
    case.refused(&case.edit(), why);
    assert_eq!(fs::read_dir(case.folder.path()).unwrap().count(), links.len());
    for (link, to) in links {
        assert_eq!(fs::read_link(case.path(link)).unwrap(), Path::new(to), "{link} stays");
    }
}

fn with_mode(case: Case, mode: u32) {
    set_mode(&case.real, mode);
    case.saved(&case.edit(), "");
    assert_eq!(case.about().permissions().mode() & 0o7777, mode);
}

fn with_name(case: Case, name: &str) {
    let path = case.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::rename(&case.plan, &path).unwrap();
    let case = Case { plan: path.clone(), real: path, ..case };
    case.saved(&case.edit(), "");
}

/// Whether a file takes an attribute: not every file system keeps them.
fn takes(path: &Path, name: &str, value: &[u8]) -> bool {
    let file = File::options().write(true).open(path).unwrap();
    rustix::fs::fsetxattr(&file, name, value, rustix::fs::XattrFlags::empty()).is_ok()
}

fn with_attribute(case: Case, name: &str, value: &[u8]) {
    assert!(takes(&case.real, name, value));
    case.saved(&case.edit(), "");
    let mut kept = vec![0; 200];
    let length = rustix::fs::getxattr(&case.real, name, &mut *kept).unwrap();
    assert_eq!(&kept[..length], value);
}

/// An access list that lets one more user read: version 2, then entries of tag, permissions and id.
fn access_list() -> Vec<u8> {
    let entries: [(u16, u16, u32); 5] =
        [(1, 6, u32::MAX), (2, 4, 1234), (4, 4, u32::MAX), (16, 4, u32::MAX), (32, 0, u32::MAX)];
    let mut bytes = 2_u32.to_le_bytes().to_vec();
    for (tag, may, id) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(may.to_le_bytes());
        bytes.extend(id.to_le_bytes());
    }
    bytes
}

const CASES: &[Row] = &[
    ("a relative link", Needs::Nothing, |case| through(case, &[("link.toml", "plan.toml")])),
    ("an absolute link", Needs::Nothing, |case| {
        let to = case.real.to_string_lossy().into_owned();
        through(case, &[("link.toml", &to)]);
    }),
    ("a chain of links", Needs::Nothing, |case| {
        through(case, &[("one.toml", "plan.toml"), ("two.toml", "one.toml"), ("three.toml", "./two.toml")]);
    }),
    ("a link to a folder", Needs::Nothing, |case| {
        symlink(".", case.path("folder")).unwrap();
        let case = Case { plan: case.path("folder/plan.toml"), ..case };
        case.saved(&case.edit(), "");
    }),
    ("a link to what is not there", Needs::Nothing, |case| {
        nowhere(case, &[("plan.toml", "gone.toml")], "there is no such file");
    }),
    ("a link to itself", Needs::Nothing, |case| {
        nowhere(case, &[("plan.toml", "plan.toml")], "leads in a circle");
    }),
    ("links in a circle", Needs::Nothing, |case| {
        nowhere(case, &[("plan.toml", "other.toml"), ("other.toml", "plan.toml")], "leads in a circle");
    }),
    ("two names", Needs::Nothing, |case| {
        fs::hard_link(&case.real, case.path("second")).unwrap();
        let inode = case.about().ino();
        case.saved(&case.edit(), "saved in place: it has several names");
        assert_eq!((case.about().ino(), case.about().nlink()), (inode, 2));
        assert_eq!(fs::read_to_string(case.path("second")).unwrap(), NEW);
    }),
    ("for its owner alone", Needs::Nothing, |case| with_mode(case, 0o600)),
    ("read by its group", Needs::Nothing, |case| with_mode(case, 0o640)),
    ("written by all", Needs::Nothing, |case| with_mode(case, 0o666)),
    ("a mode that makes no sense", Needs::Nothing, |case| with_mode(case, 0o2755)),
    ("a name with blanks, a line end and a dollar", Needs::Nothing, |case| {
        with_name(case, "a b\n$(c)/-p q.toml")
    }),
    ("an attribute", Needs::Attribute("user.note", || b"kept".to_vec()), |case| {
        with_attribute(case, "user.note", b"kept");
    }),
    ("an access list", Needs::Attribute("system.posix_acl_access", access_list), |case| {
        with_attribute(case, "system.posix_acl_access", &access_list());
    }),
    ("a folder that gives its group", Needs::Root, |case| {
        chown(case.folder.path(), None, Some(NOBODY)).unwrap();
        set_mode(case.folder.path(), 0o2777);
        case.saved(&case.edit(), "");
        assert_eq!(case.about().gid(), 0, "its own group, not the folder's");
    }),
    ("another group", Needs::Root, |case| {
        chown(&case.real, None, Some(1234)).unwrap();
        case.saved(&case.edit(), "");
        assert_eq!((case.about().uid(), case.about().gid()), (0, 1234));
    }),
    ("another owner", Needs::Root, |case| {
        chown(&case.real, Some(NOBODY), None).unwrap();
        let inode = case.about().ino();
        case.saved(&case.edit(), "saved in place: it belongs to somebody else");
        assert_eq!((case.about().uid(), case.about().ino()), (NOBODY, inode));
    }),
    ("another's, which all may write", Needs::Root, |case| {
        let inode = case.about().ino();
        case.saved(&case.edit_as_nobody(), "saved in place: it belongs to somebody else");
        assert_eq!((case.about().uid(), case.about().ino()), (0, inode));
    }),
    ("another's, which is to be read only", Needs::Root, |case| {
        set_mode(&case.real, 0o644);
        case.refused(&case.edit_as_nobody(), "writing it is not permitted");
    }),
    ("read-only", Needs::NoRoot, |case| {
        if is_root() {
            chown(&case.real, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        set_mode(&case.real, 0o444);
        case.refused(&case.edit_as_nobody(), "it is read-only; nothing was written");
        assert_eq!(case.about().permissions().mode() & 0o777, 0o444, "nobody asked for another mode");
    }),
    ("a read-only folder", Needs::NoRoot, |case| {
        if is_root() {
            chown(&case.real, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        set_mode(case.folder.path(), 0o555);
        let state = tempfile::tempdir().unwrap();
        set_mode(state.path(), 0o777);
        let (inode, home) = (case.about().ino(), state.path().to_str().unwrap());
        let ran = case.edit_as_nobody_with(&[("XDG_STATE_HOME", home)]);
        set_mode(case.folder.path(), 0o755);
        case.saved(&ran, "saved in place: its folder is read-only");
        assert_eq!(case.about().ino(), inode);
        let kept = fs::read_dir(state.path().join("groundswell/saving")).unwrap().flatten();
        assert!(kept.flat_map(|it| fs::read_dir(it.path()).unwrap()).next().is_none(), "no copy is left");
    }),
    ("a read-only folder and no place for a copy", Needs::NoRoot, |case| {
        set_mode(case.folder.path(), 0o555);
        let why = "its folder takes no copy: writing it is not permitted; set XDG_STATE_HOME or HOME";
        case.refused(&case.edit_as_nobody_with(&[("HOME", ""), ("XDG_STATE_HOME", "")]), why);
        set_mode(case.folder.path(), 0o755);
    }),
    ("a read-only file system", Needs::Strace, |case| {
        case.refused(&case.edit_with("renameat2:error=EROFS"), "its file system is read-only (EROFS)");
    }),
    ("a name that is in use", Needs::Strace, |case| {
        let inode = case.about().ino();
        case.saved(&case.edit_with("renameat2,rename:error=EBUSY"), "in place: it is a mount of its own");
        assert_eq!(case.about().ino(), inode);
    }),
    ("a file system of its own", Needs::Strace, |case| {
        let inode = case.about().ino();
        case.saved(&case.edit_with("renameat2,rename:error=EXDEV"), "in place: it is a mount of its own");
        assert_eq!(case.about().ino(), inode);
    }),
    ("no exchange of names", Needs::Strace, |case| {
        let inode = case.about().ino();
        case.saved(&case.edit_with("renameat2:error=EINVAL"), "");
        assert_ne!(case.about().ino(), inode, "it was renamed over");
    }),
    ("a mounted file", Needs::Mount, |case| {
        let other = case.path("other");
        fs::write(&other, OLD).unwrap();
        let script = format!(
            "mount --bind '{}' '{}' && cd '{}' && '{}' set plan.toml a.name B --quiet",
            other.display(),
            case.real.display(),
            case.folder.path().display(),
            env!("CARGO_BIN_EXE_swell"),
        );
        let ran = Command::new("unshare").args(["--mount", "sh", "-c", &script]).output().unwrap();
        let ran = Ran::of(ran);
        assert!(
            ran.code == 0 && ran.out.contains("in place: it is a mount of its own"),
            "{}{}",
            ran.out,
            ran.err
        );
        assert_eq!((case.text(), fs::read_to_string(other).unwrap()), (OLD.into(), NEW.into()));
        case.assert_clean();
    }),
    ("a folder that is mounted to be read only", Needs::Mount, |case| {
        let script = format!(
            "mount --bind '{0}' '{0}' && mount -o remount,ro,bind '{0}' && cd '{0}' && '{1}' set plan.toml a.name B",
            case.folder.path().display(),
            env!("CARGO_BIN_EXE_swell"),
        );
        let ran = Command::new("unshare").args(["--mount", "sh", "-c", &script]).output().unwrap();
        case.refused(&Ran::of(ran), "its file system is read-only");
    }),
];

#[test]
fn every_kind_of_file_keeps_what_it_is_and_gets_what_was_edited() {
    let (mut held, mut skipped) = (0, Vec::new());
    for (name, needs, case) in CASES {
        if let Some(why) = needs.lacks() {
            skipped.push(format!("{name}: {why}"));
            continue;
        }
        // The name of a case that fails stands last.
        eprintln!("case: {name}");
        case(Case::new());
        held += 1;
    }
    for skipped in &skipped {
        eprintln!("skipped: {skipped}");
    }
    assert_eq!(held + skipped.len(), 29);
    assert!(held >= 15, "{skipped:?}");
}
