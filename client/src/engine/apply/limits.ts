/** More than any page has; what is beyond is an attack. A list is written at most 500 levels deep, and fragments with them. */
export const LIMITS = { nodes: 500_000, depth: 6_000, list: 510, attributes: 1_000 };
