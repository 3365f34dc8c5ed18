import { readThemes, rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import type { Ctx } from '#platform/context.ts'

/** A theme that stands, with its mentions in equal stretches of time, the newest last. */
export interface Standing {
  id: string
  name: string
  bins: number[]
  /** in the newest stretch */
  mentions: number
}

/**
 * Counts of themes under those they stand with: merged ones with what they were merged into; split and hidden ones stay
 * out. Answers what was mentioned in the newest of `stretches`, the most first, and for each theme whom it counts with.
 */
export async function standingThemes(
  ctx: Ctx,
  counts: Promise<readonly { theme_id: string; at: number; n: number }[]>,
  stretches = 1,
): Promise<{ themes: Standing[]; roots: Map<string, string> }> {
  const [known, rows] = await Promise.all([readThemes(ctx), counts])
  const roots = rootsOf(known)
  const split = new Set(known.map((row) => row.split_from_id))
  const shown = new Map<string, ThemeRow>(
    known.filter((row) => !split.has(row.id) && !row.is_hidden).map((row) => [row.id, row]),
  )
  const bins = new Map<string, number[]>()
  for (const { theme_id, at, n } of rows) {
    const root = roots.get(theme_id)
    if (root === undefined || !shown.has(root)) continue
    const own = bins.get(root) ?? Array<number>(stretches).fill(0)
    bins.set(root, own)
    own[at]! += n
  }
  const themes = [...bins]
    .map(([id, own]) => ({ id, name: nameOf(shown.get(id)!), bins: own, mentions: own.at(-1)! }))
    .filter(({ mentions }) => mentions > 0)
    .sort((a, b) => b.mentions - a.mentions || a.name.localeCompare(b.name))
  return { themes, roots }
}
