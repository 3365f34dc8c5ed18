import type { Role } from '#platform/context.ts'
import { roles } from '#platform/policy/rules.ts'
import { Checkbox, Field, Select } from '#platform/web/form.tsx'
import { words } from '#platform/web/format.ts'

/** What the settings of a digest ask for: the hour it is made, and the roles that get it by mail. */

/** A full hour on the clock of the workspace. */
export function HourField({
  hour,
  zone,
  onChange,
}: {
  hour: number
  zone: string
  onChange(hour: number): void
}) {
  return (
    <Field label="Hour" help={`On the clock of ${zone}.`}>
      <Select
        value={String(hour)}
        onChange={(event) => onChange(Number(event.target.value))}
        options={Array.from({ length: 24 }, (_, one) => ({
          value: String(one),
          label: `${String(one).padStart(2, '0')}:00`,
        }))}
      />
    </Field>
  )
}

/** Members with which roles get the mail. */
export function RolesField({ on, onChange }: { on: readonly Role[]; onChange(roles: Role[]): void }) {
  return (
    <Checkboxes
      legend="Roles that get the mail"
      all={roles}
      on={on}
      labelOf={(role) => words(role)}
      onChange={onChange}
    />
  )
}

/** Some of a few, each with a tick; answered in the order of `all`. */
export function Checkboxes<T extends string>({
  legend,
  all,
  on,
  labelOf,
  onChange,
}: {
  legend: string
  all: readonly T[]
  on: readonly T[]
  labelOf(one: T): string
  onChange(on: T[]): void
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="vh">{legend}</legend>
      {all.map((one) => (
        <Checkbox
          key={one}
          label={labelOf(one)}
          checked={on.includes(one)}
          onChange={({ target }) =>
            onChange(all.filter((each) => (each === one ? target.checked : on.includes(each))))
          }
        />
      ))}
    </fieldset>
  )
}
