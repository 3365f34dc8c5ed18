import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { OwnCalendar } from '#platform/calendar/web/own-calendar.tsx'
import { changeMember, type Member } from '#platform/identity/contract.ts'
import { WordsField } from '#platform/teams/web/words-field.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { toast } from '#platform/web/toast.tsx'

/** What playbooks ask of a member: positions, what they know, and when they are at work. */
export function MemberForm({ member, onClose }: { member: Member; onClose(): void }) {
  const queries = useQueryClient()
  const [positions, setPositions] = useState(member.positions)
  const [skills, setSkills] = useState(member.skills)
  const [calendar, setCalendar] = useState(member.calendar)
  const save = useMutation({
    mutationFn: () => call(changeMember, { id: member.id, positions, skills, calendar }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['members'] })
      toast({ message: `${member.name} was saved.` })
      onClose()
    },
  })
  const wrong = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title={member.name}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="member-form" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="member-form" onSubmit={submit} className="flex flex-col gap-4">
        <WordsField
          name="positions"
          label="Positions"
          help="Whom playbooks name, such as customer-success-manager, support-lead."
          value={positions}
          onChange={setPositions}
          wrong={wrong}
        />
        <WordsField
          name="skills"
          label="Knows"
          help="Areas of cases, such as implementation, marketing. Who knows them is chosen first."
          value={skills}
          onChange={setSkills}
          wrong={wrong}
        />
        <OwnCalendar
          value={calendar}
          onChange={setCalendar}
          wrong={wrong}
          otherwise="the hours of their team, else of the workspace"
        />
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="err" role="alert">
            {save.error.message}
          </p>
        )}
      </form>
    </SidePanel>
  )
}
