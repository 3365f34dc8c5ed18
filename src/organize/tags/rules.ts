/** The categories every workspace starts with (O2), and how they map to the plain words of document 002. */

/** The four plain words every type belongs to. */
export const families = ['complaint', 'compliment', 'suggestion', 'query'] as const
export type Family = (typeof families)[number]

export interface TypeDefinition {
  code: string
  label: string
  family: Family
  isShown: boolean
}

/** "Type" of the categorisation form of document 000. A workspace may rename, hide and add. */
export const defaultTypes: readonly TypeDefinition[] = [
  { code: 'bug_report', label: 'Bug report', family: 'complaint', isShown: true },
  { code: 'feature_request', label: 'Feature request', family: 'suggestion', isShown: true },
  { code: 'usability_issue', label: 'Usability issue', family: 'complaint', isShown: true },
  { code: 'performance_complaint', label: 'Performance complaint', family: 'complaint', isShown: true },
  { code: 'pricing', label: 'Pricing or commercial', family: 'complaint', isShown: true },
  { code: 'praise', label: 'Praise', family: 'compliment', isShown: true },
  { code: 'question', label: 'General question', family: 'query', isShown: true },
]

/** "Priority" of the same form, most pressing first. */
export const priorities = ['critical', 'high', 'medium', 'low'] as const
export type Priority = (typeof priorities)[number]

export interface PriorityDefinition {
  code: Priority
  label: string
  hint: string
}

export const defaultPriorities: readonly PriorityDefinition[] = [
  { code: 'critical', label: 'Critical', hint: 'Blocking work' },
  { code: 'high', label: 'High', hint: 'Major pain point' },
  { code: 'medium', label: 'Medium', hint: 'Nice to have' },
  { code: 'low', label: 'Low', hint: 'Minor' },
]

export interface AreaSeed {
  code: string
  name: string
  children?: readonly AreaSeed[]
}

/** "Product" of the same form: a tree, because R2 stands for R2a to R2f. */
export const defaultAreas: readonly AreaSeed[] = [
  { code: 'A1', name: 'A1' },
  { code: 'R1', name: 'R1' },
  { code: 'E1', name: 'E1' },
  {
    code: 'R2',
    name: 'R2',
    children: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => ({ code: `R2${letter}`, name: `R2${letter}` })),
  },
  { code: 'platform', name: 'Platform/General' },
]

/** What a tag speaks of (O3). */
export const tagGroups = ['topic', 'segment', 'other'] as const
export type TagGroup = (typeof tagGroups)[number]

/** The key under which two spellings of a tag are one: folded case and spaces. */
export function tagKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
}

/** The family of a type; a type nobody defines any more counts as a query. */
export function familyOf(types: readonly TypeDefinition[], code: string | null): Family | null {
  if (code === null) return null
  return types.find((type) => type.code === code)?.family ?? 'query'
}

/** The names from the root down to an area, for `Statements › Export`. */
export function areaPath(
  areas: readonly { id: string; parentId: string | null; name: string }[],
  id: string,
): string[] {
  const byId = new Map(areas.map((area) => [area.id, area]))
  const path: string[] = []
  for (
    let area = byId.get(id);
    area && path.length < 10;
    area = area.parentId ? byId.get(area.parentId) : undefined
  ) {
    path.unshift(area.name)
  }
  return path
}
