import { awayText } from '#act/absences/rules.ts'
import { useAway } from '#act/absences/web/use-absences.ts'

/** "away until Fri 4 Dec, Tomasz Brandt covers" beside a name; nothing while they are here. */
export function Away({ memberId }: { memberId: string | undefined }) {
  const absence = useAway()(memberId)
  if (!absence) return null
  return (
    <span className="tag">
      away {awayText(absence)}
      {absence.cover && `, ${absence.cover.name} covers`}
    </span>
  )
}
