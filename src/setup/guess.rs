//! Guesses the time zone and the language from the machine.

use std::{fs, path::Path};

use chrono_tz::Tz;

use crate::config::OperationLanguage;

/// The zone where nothing says another: most centres that use wolkvox are in Colombia.
const USUAL: Tz = chrono_tz::America::Bogota;

/// Guesses the time zone of the centre. A server often has UTC, which says nothing about the centre.
pub fn guess_zone(env: impl Fn(&str) -> Option<String>) -> Tz {
    let linked = || {
        let target = fs::canonicalize("/etc/localtime").ok()?;
        zone_of_path(&target)
    };
    let named = || fs::read_to_string("/etc/timezone").ok();
    let names = [env("TZ"), named(), linked()].into_iter().flatten();
    let zones = names.filter_map(|name| name.trim().trim_start_matches(':').parse().ok());
    let mut local =
        zones.filter(|zone: &Tz| zone.name().contains('/') && !zone.name().starts_with("Etc/"));
    local.next().unwrap_or(USUAL)
}

fn zone_of_path(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(text.split_once("/zoneinfo/")?.1.to_owned())
}

/// Guesses the language of the posts from the locale, such as `es_CO.UTF-8`, and from the zone.
pub fn guess_language(env: impl Fn(&str) -> Option<String>, zone: Tz) -> OperationLanguage {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| {
            let text = env(name).filter(|text| !text.is_empty())?;
            let tag = text.split(['.', '@']).next()?.replace('_', "-");
            let short = tag.split('-').next()?.to_owned();
            // The locale of many servers is English, whatever people speak.
            let tag = (short != "en").then(|| OperationLanguage::from_tag(&tag));
            tag.flatten()
                .or_else(|| OperationLanguage::from_tag(&short).filter(|_| short != "en"))
        });
    let of_zone = || {
        OperationLanguage::from_tag(match zone.name() {
            "America/Bogota" => "es-CO",
            "America/Mexico_City" | "America/Monterrey" | "America/Tijuana" => "es-MX",
            "America/Sao_Paulo" | "America/Fortaleza" | "America/Manaus" => "pt-BR",
            _ => "es",
        })
    };
    locale.or_else(of_zone).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_taken_from_the_environment_or_the_link_unless_it_is_that_of_servers() {
        let zone = |text: &str| guess_zone(|name| (name == "TZ").then(|| text.to_owned()));
        assert_eq!(zone("America/Lima"), chrono_tz::America::Lima);
        assert_eq!(
            zone(":America/Mexico_City"),
            chrono_tz::America::Mexico_City
        );
        let path = Path::new("/usr/share/zoneinfo/America/Argentina/Salta");
        assert_eq!(zone_of_path(path).unwrap(), "America/Argentina/Salta");
        assert_eq!(zone_of_path(Path::new("/etc/localtime")), None);
    }

    #[test]
    fn a_language_is_taken_from_the_locale_or_from_the_zone() {
        let bogota = chrono_tz::America::Bogota;
        let language = |lang: &str, zone| {
            guess_language(|name| (name == "LANG").then(|| lang.to_owned()), zone).tag()
        };
        assert_eq!(language("es_MX.UTF-8", bogota), "es-MX");
        assert_eq!(language("pt_BR.UTF-8", bogota), "pt-BR");
        assert_eq!(language("C.UTF-8", bogota), "es-CO");
        assert_eq!(
            language("en_US.UTF-8", chrono_tz::America::Sao_Paulo),
            "pt-BR"
        );
    }
}
