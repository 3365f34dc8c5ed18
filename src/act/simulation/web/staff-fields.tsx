import type { StaffChange } from '#act/simulation/contract.ts'
import { whoWords } from '#act/simulation/web/simulation-words.ts'
import { TextInput } from '#platform/web/form.tsx'

interface Props {
  /** positions of both sides with the people who hold them today */
  positions: readonly { name: string; people: number }[]
  now: readonly StaffChange[]
  changed: readonly StaffChange[]
  onChange(side: 'staffNow' | 'staff', next: StaffChange[]): void
}

/** Who is there: as it is, and as it is changed. Empty hours are all working hours. */
export function StaffFields({ positions, now, changed, onChange }: Props) {
  const cells = (position: string, people: number) => {
    const was = now.find((one) => one.position === position)
    const is = changed.find((one) => one.position === position)
    const sides = [
      ['staffNow', 'as it is', now, was, { position, people, hoursPerWeek: null }],
      ['staff', 'changed', changed, is, was ?? { position, people, hoursPerWeek: null }],
    ] as const
    return sides.map(([side, words, list, own, usual]) => {
      const set = (part: Partial<StaffChange>) =>
        onChange(side, [...list.filter((one) => one.position !== position), { ...usual, ...own, ...part }])
      const shown = own ?? usual
      return (
        <td key={side}>
          <TextInput
            type="number"
            min={0}
            max={1000}
            aria-label={`${whoWords(position)}, people ${words}`}
            value={shown.people}
            onChange={(event) => set({ people: Math.max(0, Math.round(event.target.valueAsNumber || 0)) })}
          />
          <TextInput
            type="number"
            min={0}
            max={168}
            placeholder="all"
            aria-label={`${whoWords(position)}, hours a week ${words}`}
            value={shown.hoursPerWeek ?? ''}
            onChange={(event) =>
              set({
                hoursPerWeek: event.target.value === '' ? null : Math.max(0, event.target.valueAsNumber),
              })
            }
          />
        </td>
      )
    })
  }
  return (
    <table className="simstaff">
      <thead>
        <tr>
          <th scope="col">People, and hours a week each</th>
          <th scope="col">As it is</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {positions.map(({ name, people }) => (
          <tr key={name}>
            <th scope="row">{whoWords(name)}</th>
            {cells(name, people)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
