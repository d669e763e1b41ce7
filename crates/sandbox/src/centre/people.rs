//! Who works here: twenty skills and a hundred agents, the same under every seed.
//!
//! Their names are those that a bot must survive: tildes and ñ, double blanks, Markdown and
//! mentions, two agents of one name, a name longer than a button.

/// A skill: a queue with agents of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CentreSkill {
    /// Its number.
    pub id: u32,
    /// Its name as Manager shows it.
    pub name: &'static str,
    /// Calls an hour at the peak of a Tuesday.
    pub calls_per_hour: u32,
    /// How many agents it has.
    pub agents: u32,
    /// Mean length of a conversation in seconds.
    pub talk: u32,
    /// Whether callers are offered a callback when the queue is long.
    pub smart_hold: bool,
    /// Chats an hour at the peak.
    pub chats_per_hour: u32,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreAgent {
    /// The agent's number.
    pub id: u32,
    /// The agent's name, which another one may bear too.
    pub name: String,
    /// The skill that the agent works in.
    pub skill: u32,
}

/// All skills, largest first.
pub const SKILLS: [CentreSkill; 20] = [
    skill(7, "Facturación", (120, 13), 230, true, 20),
    skill(12, "Soporte TV", (95, 11), 250, true, 14),
    skill(3, "Soporte Internet", (80, 9), 240, true, 16),
    skill(5, "Atención al Cliente", (70, 9), 250, true, 12),
    skill(14, "Cobranza", (60, 7), 210, true, 0),
    skill(31, "Instalaciones", (52, 7), 240, true, 0),
    skill(30, "Agendamiento Señales", (45, 6), 220, true, 6),
    skill(9, "Retención", (40, 5), 250, true, 0),
    skill(22, "Ventas  Sur", (34, 5), 240, true, 8),
    skill(21, "Ventas_Norte *VIP*", (28, 4), 240, true, 6),
    skill(15, "Cobranza Temprana", (24, 4), 220, false, 0),
    skill(33, "Reclamos y PQR", (20, 3), 230, true, 4),
    skill(40, "Empresas", (16, 3), 240, false, 0),
    skill(41, "Pymes", (13, 3), 220, false, 2),
    skill(45, "Compañías Aliadas", (10, 2), 200, false, 0),
    skill(50, "Garantías", (8, 2), 210, false, 0),
    skill(60, "Soporte N2 @here", (6, 2), 230, false, 0),
    skill(61, "Español/English", (4, 2), 200, false, 0),
    skill(70, "Dueños y Socios", (3, 2), 200, false, 0),
    skill(52, "Línea Ética", (2, 1), 180, false, 0),
];

const fn skill(
    id: u32,
    name: &'static str,
    (calls_per_hour, agents): (u32, u32),
    talk: u32,
    smart_hold: bool,
    chats_per_hour: u32,
) -> CentreSkill {
    CentreSkill {
        id,
        name,
        calls_per_hour,
        agents,
        talk,
        smart_hold,
        chats_per_hour,
    }
}

const FIRST_AGENT: u32 = 1001;

const GIVEN: [&str; 25] = [
    "LUCÍA",
    "ANDRÉS",
    "MARÍA JOSÉ",
    "BRAYAN",
    "ÁNGELA",
    "SEBASTIÁN",
    "YULIANA",
    "IVÁN",
    "PAOLA",
    "JHON FREDY",
    "CATALINA",
    "RUBÉN",
    "NATALIA",
    "ÓSCAR",
    "VALENTINA",
    "DIEGO",
    "LEIDY",
    "JOSÉ LUIS",
    "SOFÍA",
    "WILMER",
    "CAMILA",
    "HÉCTOR",
    "DANIELA",
    "NICOLÁS",
    "XIMENA",
];

const SURNAMES: [&str; 30] = [
    "PEÑA",
    "DUARTE",
    "OSPINA",
    "MUÑOZ",
    "GARCÍA",
    "ZÚÑIGA",
    "RESTREPO",
    "CÁRDENAS",
    "ROJAS",
    "NIÑO",
    "VELÁSQUEZ",
    "TORRES",
    "ACUÑA",
    "MORENO",
    "GÓMEZ",
    "CASTAÑO",
    "VARGAS",
    "LÓPEZ",
    "ORDÓÑEZ",
    "SUÁREZ",
    "CASTRO",
    "IBÁÑEZ",
    "MARÍN",
    "PATIÑO",
    "QUINTERO",
    "BOLAÑOS",
    "RÍOS",
    "MONTOYA",
    "AVENDAÑO",
    "SALAZAR",
];

/// All hundred agents, by number.
pub fn agents() -> Vec<CentreAgent> {
    let crews = SKILLS
        .iter()
        .flat_map(|skill| std::iter::repeat_n(skill.id, skill.agents as usize));
    (FIRST_AGENT..)
        .zip(crews)
        .enumerate()
        .map(|(place, (id, skill))| CentreAgent {
            id,
            name: name(place),
            skill,
        })
        .collect()
}

/// The numbers of the agents of one skill.
pub(super) fn crew(skill: &CentreSkill) -> Vec<u32> {
    let before = SKILLS.iter().take_while(|other| other.id != skill.id);
    let first = FIRST_AGENT + before.map(|other| other.agents).sum::<u32>();
    (first..first + skill.agents).collect()
}

fn name(place: usize) -> String {
    match place {
        5 => "BRAYAN  OSPINA".to_owned(),
        23 => "MARÍA DE LOS ÁNGELES DEL PERPETUO SOCORRO FERNÁNDEZ DE CASTRO Y \
               BETANCOURT-ECHEVERRY"
            .to_owned(),
        // The two who bear one name: one in billing, one in customer care.
        38 => name(2),
        99 => "Routing_point_30417".to_owned(),
        _ => {
            let pick = |list: &[&str], at: usize| list[at % list.len()].to_owned();
            let parts = [
                pick(&GIVEN, place),
                pick(&SURNAMES, place * 7 + 3),
                pick(&SURNAMES, place * 11 + 5),
            ];
            parts.join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_hundred_agents_bear_ninety_nine_names() {
        let agents = agents();
        assert_eq!(agents.len(), 100);
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        for agent in &agents {
            *bearers.entry(&agent.name).or_default() += 1;
        }
        assert_eq!(bearers.len(), 99);
        assert_eq!(bearers.values().max(), Some(&2));
        assert!(agents.iter().any(|agent| agent.name.chars().count() > 80));
    }

    #[test]
    fn crews_are_the_agents_of_their_skill() {
        for skill in &SKILLS {
            let agents = agents().into_iter().filter(|agent| agent.skill == skill.id);
            let ids: Vec<u32> = agents.map(|agent| agent.id).collect();
            assert_eq!(crew(skill), ids, "{}", skill.name);
        }
    }

    #[test]
    fn skills_have_numbers_of_their_own() {
        let mut ids: Vec<u32> = SKILLS.iter().map(|skill| skill.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), SKILLS.len());
    }
}
