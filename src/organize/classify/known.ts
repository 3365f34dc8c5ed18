import type { Known } from '#organize/classify/guesses.ts'
import { nothingTaught, readLayer } from '#organize/classify/layer.ts'
import { listAreas } from '#organize/tags/queries.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { type Areas, readAreas } from '#text/areas/areas.ts'
import { loadLanguages } from '#text/language/language.ts'
import { shippedModel } from '#text/model/shipped.ts'

/** Areas made ready to be found, by workspace; made anew when a name changes. */
const named = new Map<string, { name: string; areas: Areas }>()

/** What suggestions of this workspace are made with: its types, areas and lessons. */
export async function readKnown(ctx: Ctx): Promise<Known> {
  const [{ types }, rows] = await Promise.all([getSetting(ctx, categorySettings), listAreas(ctx)])
  const areas = rows
    .filter((area) => !area.is_archived)
    .map(({ id, code, name }) => ({ id, code, name }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const shown = types.filter((type) => type.isShown).map((type) => type.code)
  const layer = await readLayer(ctx, { types: shown.toSorted(), areas: areas.map(({ id }) => id) })
  const name = JSON.stringify(areas)
  let ready = named.get(ctx.workspaceId)
  if (ready?.name !== name) {
    if (named.size > 100) named.clear()
    ready = { name, areas: readAreas(areas.map((area) => ({ id: area.id, words: [area.code, area.name] }))) }
    named.set(ctx.workspaceId, ready)
  }
  return { types: new Set(shown), areas, named: ready.areas, layer, languageOf: await loadLanguages() }
}

/** The same as if nothing had been taught. */
export function untaught(known: Known): Known {
  return { ...known, layer: nothingTaught }
}

/** The weights and the lessons that a suggestion was made with. */
export function modelOf({ layer }: Known): string {
  return layer.stamp === null ? shippedModel() : `${shippedModel()}+${layer.stamp.slice(24, 36)}`
}
