import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { enterAbsence } from '#act/absences/contract.ts'
import { useAbsenceRefresh } from '#act/absences/web/use-absences.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, DateInput, Field, Select } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** From, until, who covers, and whether steps come back. */
export function AbsenceForm({ canManage }: { canManage: boolean }) {
  const { member, members } = useSession()
  const refresh = useAbsenceRefresh()
  const empty = { memberId: member.id, from: '', until: '', coverId: '', comesBack: true }
  const [form, setForm] = useState(empty)
  const save = useMutation({
    mutationFn: () =>
      call(enterAbsence, {
        memberId: form.memberId,
        from: form.from,
        until: form.until || form.from,
        coverId: form.coverId || null,
        comesBack: form.comesBack,
      }),
    onSuccess: async (made) => {
      setForm(empty)
      await refresh()
      toast({ message: `Entered${made.cover ? `. ${made.cover.name} is told.` : '.'}` })
    },
  })
  const wrong = fieldErrors(save.error)
  const rest = save.error && Object.keys(wrong).length === 0 ? save.error.message : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const people = members.filter((one) => one.role !== 'viewer')
  const name = (one: { id: string; name: string }) => (one.id === member.id ? `${one.name} (you)` : one.name)
  return (
    <form onSubmit={submit} className="grid max-w-100 gap-3" aria-label="Absence">
      {canManage && (
        <Field label="Who is away" error={wrong.memberId}>
          <Select
            value={form.memberId}
            options={people.map((one) => ({ value: one.id, label: name(one) }))}
            onChange={(event) => setForm({ ...form, memberId: event.target.value })}
          />
        </Field>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label="First day" error={wrong.from ?? rest}>
          <DateInput
            required
            value={form.from}
            onChange={(event) => setForm({ ...form, from: event.target.value })}
          />
        </Field>
        <Field label="Last day" error={wrong.until}>
          <DateInput
            min={form.from || undefined}
            value={form.until || form.from}
            required
            onChange={(event) => setForm({ ...form, until: event.target.value })}
          />
        </Field>
      </div>
      <Field label="Who covers" error={wrong.coverId} optional>
        <Select
          value={form.coverId}
          options={[
            { value: '', label: 'Nobody in particular' },
            ...people
              .filter((one) => one.id !== form.memberId)
              .map((one) => ({ value: one.id, label: name(one) })),
          ]}
          onChange={(event) => setForm({ ...form, coverId: event.target.value })}
        />
      </Field>
      <Checkbox
        label="Steps come back at the end"
        help="Otherwise they stay with whoever has them then."
        checked={form.comesBack}
        onChange={(event) => setForm({ ...form, comesBack: event.target.checked })}
      />
      <div>
        <Button type="submit" kind="primary" busy={save.isPending} disabled={!form.from}>
          Enter the absence
        </Button>
      </div>
    </form>
  )
}
