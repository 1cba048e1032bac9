//! The closed lists of what may stand around a name without being part of it: titles before it, post-nominals behind
//! it, pronouns anywhere. They are short on purpose: a word too many here could make two people equal. `Jr`, `Sr`,
//! `II`, `III` are on no list: they tell a father from his son.

/// Titles at the very start, with or without a full stop.
const TITLES: &[&str] = &["dr", "dra", "prof", "mr", "mrs", "ms", "mx"];

/// Titles at the very start that are also names, and so need their full stop (`Ing. Jana Nová`).
const TITLES_WITH_STOP: &[&str] = &["ing", "mag", "dipl", "dipling", "mgr", "bc", "eng", "lic"];

/// Post-nominals that are nobody's name: dropped from the end, however they are written.
const SURE: &[&str] = &[
    "phd", "dphil", "mphil", "psyd", "pharmd", "mba", "emba", "mpharm", "mph", "mfa", "bfa", "msc", "bsc",
    "beng", "meng", "btech", "mtech", "llb", "llm", "cpa", "cfa", "caia", "cfp", "chfc", "acca", "fcca",
    "cgma", "acma", "pmp", "pmiacp", "capm", "prince2", "itil", "csm", "cspo", "psm", "pspo", "cissp",
    "cism", "ccna", "ccnp", "ccie", "shrmcp", "shrmscp", "sphr", "phr", "gphr", "cphr", "mcipd", "fcipd",
    "lcsw", "lmft", "dnp", "bsn", "msn", "fnpbc", "frcs", "frcp", "mrcp", "mrics", "frics", "frsa", "esq",
    "leedap", "peng",
];

/// Post-nominals that are also names in some language (Yo-Yo Ma, Md Rahman, Ed, Do, Obe): dropped only after a comma, a bar or
/// a bracket, or with full stops between the letters (`M.D.`), in capitals, and while two words of the name are left.
const CARE: &[&str] = &[
    "ma", "ba", "ms", "bs", "md", "do", "jd", "rn", "np", "pa", "pt", "pe", "ra", "dba", "edd", "dds", "dmd",
    "dvm", "msw", "lpc", "cma", "aca", "ca", "cisa", "cia", "frm", "clu", "cpim", "cscp", "aia", "obe",
    "mbe", "cbe", "kc", "qc",
];

/// Pronouns that members write beside their names; at least two of them, with a slash between (`she/her`).
const PRONOUNS: &[&str] = &[
    "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "it", "its", "ze", "zir",
    "hir", "hirs", "xe", "xem", "xyr", "ey", "em", "eir", "fae", "faer", "any", "all", "er", "ihm", "ihn",
    "sie", "ihr", "il", "lui", "elle", "iel", "el", "él", "ella", "ele", "dele", "ela", "dela", "elu",
    "delu", "lei", "hij", "hem", "zij", "haar", "hen", "hun", "die", "on", "jego", "ona", "jej", "han",
    "ham", "honom", "hende", "hon", "henne", "o", "onun",
];

/// Whether a folded word without its full stops is a title; `with_stop` says whether it was written with one.
pub(super) fn is_title(word: &str, with_stop: bool) -> bool {
    TITLES.contains(&word) || (with_stop && TITLES_WITH_STOP.contains(&word))
}

/// Whether a folded word without full stops and hyphens is a post-nominal and nothing else.
pub(super) fn is_sure(word: &str) -> bool {
    SURE.contains(&word)
}

/// Whether a folded word without full stops and hyphens may be a post-nominal or a name.
pub(super) fn needs_care(word: &str) -> bool {
    CARE.contains(&word)
}

/// Whether a folded word is a pronoun.
pub(super) fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(&word)
}
