/** More than any page has; what is beyond is an attack. */
export const LIMITS = { nodes: 500_000, depth: 6_000, attributes: 1_000 };
