import type { ThemeModel, ThemeShape } from '#text/themes/model.ts'

/** Themes go on: what was found before keeps its id, and what people did to it stays done when themes are found again. */

export interface Theme extends ThemeShape {
  id: string
  /** the name people gave it; without one its phrases are its name */
  name?: string
  /** stays even when it is not found again */
  isPinned?: boolean
  isHidden?: boolean
  /** the theme into which people merged it */
  mergedInto?: string
  /** the theme from which people split it; the parent's items are divided among its parts */
  splitFrom?: string
  /** an item that holds one of these phrases is in this theme, whatever else it says */
  rules?: string[]
}

/** Two themes with this cosine are one theme found twice. */
const sameTheme = 0.5

/**
 * The themes after a new fit: each found theme continues the known one that it is most like, the likest pair first;
 * others get an id from `newId`. Known themes that were not found stay if people pinned, named, ruled or split them,
 * and are let go otherwise. Also says for each found theme which theme its items are in now. Pure: known themes hold
 * people's edits, so running again with the result changes nothing.
 */
export function continueThemes(
  known: readonly Theme[],
  found: ThemeModel,
  newId: () => string,
): { themes: Theme[]; idOf: string[] } {
  const pairs = known
    .flatMap((theme, k) =>
      found.themes.map((shape, f) => ({ k, f, alike: cosine(theme.center, shape.center) })),
    )
    .filter(({ alike }) => alike >= sameTheme)
    .sort((a, b) => b.alike - a.alike || a.k - b.k || a.f - b.f)
  const knownOf = new Map<number, number>()
  const foundOf = new Map<number, number>()
  for (const { k, f } of pairs) {
    if (foundOf.has(k) || knownOf.has(f)) continue
    foundOf.set(k, f)
    knownOf.set(f, k)
  }

  const themes: Theme[] = []
  known.forEach((theme, k) => {
    const f = foundOf.get(k)
    if (f !== undefined) themes.push({ ...theme, ...found.themes[f] })
    else if (isKept(theme, known)) themes.push({ ...theme, size: 0 })
  })
  const byId = new Map(themes.map((theme) => [theme.id, theme]))
  const idOf = found.themes.map((shape, f) => {
    const k = knownOf.get(f)
    if (k !== undefined) return survivor(known[k]!.id, byId)
    const theme: Theme = { ...shape, id: newId() }
    themes.push(theme)
    byId.set(theme.id, theme)
    return theme.id
  })
  return { themes, idOf }
}

/** The theme that stands for one after all merges; a merge into a theme that is gone is no merge. */
export function survivor(id: string, themes: ReadonlyMap<string, Theme>): string {
  const seen = new Set<string>()
  let at = id
  for (;;) {
    const next = themes.get(at)?.mergedInto
    if (next === undefined || seen.has(next) || !themes.has(next)) return at
    seen.add(at)
    at = next
  }
}

function isKept(theme: Theme, known: readonly Theme[]): boolean {
  return (
    theme.isPinned === true ||
    theme.name !== undefined ||
    theme.isHidden === true ||
    theme.mergedInto !== undefined ||
    theme.splitFrom !== undefined ||
    (theme.rules?.length ?? 0) > 0 ||
    known.some((other) => other.mergedInto === theme.id || other.splitFrom === theme.id)
  )
}

/**
 * The model that people's edits make of a fit: merged themes pull towards their survivor, the parts of a split theme
 * stand in its place. Use it with `assignerOf`; `ids` names the theme of each place.
 */
export function editedModel(
  found: ThemeModel,
  themes: readonly Theme[],
): { model: ThemeModel; ids: string[] } {
  const byId = new Map(themes.map((theme) => [theme.id, theme]))
  const split = new Set(themes.flatMap(({ splitFrom }) => (splitFrom === undefined ? [] : [splitFrom])))
  const shown = themes.filter(({ id }) => !split.has(id))
  return {
    model: { ...found, themes: shown.map(({ phrases, size, center }) => ({ phrases, size, center })) },
    ids: shown.map(({ id }) => survivor(id, byId)),
  }
}

function cosine(one: ThemeShape['center'], other: ThemeShape['center']): number {
  const weights = new Map(one.ids.map((id, i) => [id, one.weights[i]!]))
  return other.ids.reduce((sum, id, i) => sum + (weights.get(id) ?? 0) * other.weights[i]!, 0)
}
