//! Saving on every kind of ground: links, modes, folders and names as file systems have them.

use super::*;

#[test]
fn links_modes_and_attributes_stay_what_they_are() {
    let fixture = Fixture::new(1, false);
    let path = &fixture.files[0].path;
    let reset = || {
        let _ = std::fs::remove_file(path);
        std::fs::write(path, OLD).unwrap();
    };
    let near = |name: &str| path.with_file_name(name);
    symlink("0.toml", near("relative")).unwrap();
    symlink(path, near("absolute")).unwrap();
    symlink("relative", near("chain")).unwrap();
    for link in ["relative", "absolute", "chain"] {
        reset();
        assert_eq!(replaced(&near(link)).unwrap(), Saved::default());
        assert!(near(link).is_symlink() && std::fs::read_to_string(path).unwrap() == NEW, "{link}");
    }
    for mode in [0o600, 0o640, 0o664, 0o755, 0o2640] {
        reset();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        let inode = std::fs::metadata(path).unwrap().ino();
        replaced(path).unwrap();
        let about = std::fs::metadata(path).unwrap();
        assert_eq!(about.permissions().mode() & 0o7777, mode);
        assert_ne!(about.ino(), inode, "it was replaced, not written over");
    }
    reset();
    let file = File::options().write(true).open(path).unwrap();
    let set = rustix::fs::fsetxattr(&file, "user.note", b"kept", rustix::fs::XattrFlags::empty());
    replaced(path).unwrap();
    if set.is_ok() {
        let mut value = vec![0; 9];
        let length = rustix::fs::getxattr(path, "user.note", &mut *value).unwrap();
        assert_eq!(&value[..length], b"kept");
    }
    reset();
    std::fs::hard_link(path, near("second")).unwrap();
    let inode = std::fs::metadata(path).unwrap().ino();
    assert_eq!(replaced(path).unwrap().notes, ["0.toml was saved in place: it has several names"]);
    let about = std::fs::metadata(path).unwrap();
    assert_eq!((about.ino(), about.nlink()), (inode, 2));
    assert_eq!(std::fs::read_to_string(near("second")).unwrap(), NEW);
    assert!(fixture.beside().is_empty());
}

#[test]
fn what_cannot_be_written_is_refused_and_stays() {
    let fixture = Fixture::new(1, false);
    let path = &fixture.files[0].path;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(replaced(path).unwrap_err().message, "it is read-only");
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o444);
    std::fs::remove_file(path).unwrap();
    let gone = replace(&fixture.files).unwrap_err();
    assert!(gone.changed);
    drop(std::fs::remove_dir_all(fixture.folder.path()));
    assert!(replace(&fixture.files).unwrap_err().changed);
    let larger = Fixture::new(1, false);
    std::fs::write(&larger.files[0].path, format!("{OLD}# more\n")).unwrap();
    assert!(replace(&larger.files).unwrap_err().changed);
    assert!(larger.beside().is_empty());
}

#[test]
fn a_file_in_a_read_only_folder_is_written_in_place_and_without_a_folder_for_its_copy_not_at_all() {
    let layout = Layout { shut: true, ..ONE };
    let fixture = layout.fixture();
    let path = &fixture.files[0].path;
    let inode = std::fs::metadata(path).unwrap().ino();
    let calls = || Faulty { shut: true, ..Faulty::new(usize::MAX, Fault::Killed, path) };
    let refused = replace_by(&calls(), &fixture.files, None).unwrap_err();
    assert!(
        refused.message.starts_with("its folder takes no copy: writing it is not permitted;"),
        "{}",
        refused.message
    );
    assert_eq!(fixture.text(), OLD);
    let saved = replace_by(&calls(), &fixture.files, Some(fixture.spare.path())).unwrap();
    assert_eq!(saved.notes, ["0.toml was saved in place: its folder is read-only"]);
    assert_eq!((std::fs::metadata(path).unwrap().ino(), &*fixture.text()), (inode, NEW));
    let mode = std::fs::metadata(super::super::super::spare::of(fixture.spare.path(), fixture.folder.path()));
    assert!(mode.is_ok_and(|about| about.permissions().mode() & 0o777 == 0o700));
}

#[test]
fn a_file_with_the_longest_name_is_saved() {
    for name in ["p".repeat(255), "京".repeat(85), format!("{}.toml", "é".repeat(125))] {
        let fixture = Fixture::new(1, false);
        let path = fixture.folder.path().join(&name);
        std::fs::write(&path, OLD).unwrap();
        replaced(&path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), NEW, "{name}");
        assert!(fixture.beside().is_empty());
        // Killed at each call, it is found again and cleared up.
        for at in 0..12 {
            std::fs::write(&path, OLD).unwrap();
            let files = [Replacement { path: path.clone(), old: OLD.into(), new: NEW.into() }];
            let _ = replace_by(&Faulty::new(at, Fault::Killed, &path), &files, None);
            leftover::cleared(&System, fixture.folder.path(), None);
            assert!(fixture.beside().is_empty(), "{name}, killed at {at}");
        }
    }
}

#[test]
fn a_mount_of_its_own_is_written_in_place() {
    for number in [16, 18] {
        // The call that would take the file's place is one of the first to fail so.
        let written = (0..40).any(|at| {
            let fixture = Fixture::new(1, false);
            let path = &fixture.files[0].path;
            let inode = std::fs::metadata(path).unwrap().ino();
            let saved = replace_by(&Faulty::new(at, Fault::Once(number), path), &fixture.files, None);
            let notes = saved.map(|saved| saved.notes).unwrap_or_default();
            let in_place = notes == ["0.toml was saved in place: it is a mount of its own"];
            if in_place {
                assert_eq!((std::fs::metadata(path).unwrap().ino(), &*fixture.text()), (inode, NEW));
            }
            in_place
        });
        assert!(written);
    }
}
