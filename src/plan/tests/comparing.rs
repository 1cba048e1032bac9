use super::super::{Difference, Differences, compare};
use super::*;

#[test]
fn who_came_left_or_changed_since_an_older_export_is_told() {
    let old = format!(
        "{HEADER}Anna,Nowak,https://www.linkedin.com/in/anna-nowak,,Acme,Engineer,15 Mar 2014\n\
         Jan,Kowal,https://www.linkedin.com/in/jan-kowal,,Initech,Clerk,15 Mar 2014\n\
         Ewa,Lis,https://www.linkedin.com/in/ewa-lis,,Globex,CEO,15 Mar 2014\n"
    );
    let new = format!(
        "{HEADER}Zoë,Żółw,https://www.linkedin.com/in/zoe-zolw,,Globex,Pilot,20 Nov 2026\n\
         Anna,Nowak-Lis,https://www.linkedin.com/in/Anna-Nowak/,,ACME,Head of Engineering,15 Mar 2014\n\
         Ewa,Lis,https://www.linkedin.com/in/ewa-lis,,GLOBEX,ceo,15 Mar 2014\n"
    );
    let (_old, old) = open(old);
    let (_new, new) = open(new);
    let mut said = Vec::new();
    let count = compare(&mut old.unwrap(), &mut new.unwrap(), &mut |difference| {
        said.push(match difference {
            Difference::Came(who) => format!("came {}", who.name),
            Difference::Left(who) => format!("left {}", who.name),
            Difference::Changed { now, position_before, .. } => {
                format!("{}: {position_before} to {}", now.name, now.position)
            }
        });
        Ok(())
    })
    .unwrap();
    assert_eq!(said, ["came Zoë Żółw", "Anna Nowak-Lis: Engineer to Head of Engineering", "left Jan Kowal"]);
    assert_eq!(count, Differences { came: 1, left: 1, changed: 1 });
}

#[test]
fn an_old_export_without_addresses_is_compared_by_name() {
    let (_old, old) = open("First Name,Last Name,Company\nAnna,Nowak,Acme\nJan,Kowal,Initech\n");
    let (_new, new) = open("First Name,Last Name,URL,Company\nAnna,NOWAK,linkedin.com/in/anna-nowak,Acme\n");
    let count = compare(&mut old.unwrap(), &mut new.unwrap(), &mut |_| Ok(())).unwrap();
    assert_eq!(count, Differences { came: 0, left: 1, changed: 0 });
}
