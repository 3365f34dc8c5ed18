import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { createTeam } from '#platform/teams/commands.ts'

/** Who takes the same cases; whoever set the workspace up is in none. */
const teams = [
  { name: 'Customer success', key: 'success-team', of: [0, 1, 4] },
  { name: 'Support', key: 'support-team', of: [2, 3] },
]

/** Two teams, one of them so small that what came of its work is for managers. */
export function makeTeams(past: Past, staff: Staff): Promise<void> {
  return past.part('teams', { words: 'Two teams', weight: 1 }, async (ctx) => {
    for (const { name, key, of } of teams)
      await createTeam(atTime(ctx, past.now, staff.owner), {
        ...{ name, key },
        memberIds: of.map((index) => staffAt(staff, index).id),
      })
  })
}
