import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { OwnCalendar } from '#platform/calendar/web/own-calendar.tsx'
import { changeTeam, createTeam, type Team } from '#platform/teams/contract.ts'
import { WordsField } from '#platform/teams/web/words-field.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, Field, TextInput } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Makes a team or changes one: who is in it, what it takes, and its hours. */
export function TeamForm({ team, onClose }: { team: Team | undefined; onClose(): void }) {
  const { members } = useSession()
  const queries = useQueryClient()
  const [name, setName] = useState(team?.name ?? '')
  const [areas, setAreas] = useState(team?.areas ?? [])
  const [memberIds, setMemberIds] = useState(team?.members.map((one) => one.id) ?? [])
  const [calendar, setCalendar] = useState(team?.calendar ?? null)
  const save = useMutation({
    mutationFn: () => {
      const body = { name, areas, memberIds, calendar }
      return team ? call(changeTeam, { teamId: team.id, ...body }) : call(createTeam, body)
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['teams'] })
      toast({
        message: team
          ? `${saved.name} was saved. Due times already given stay as they are.`
          : `Playbooks name the team ${saved.key} from now on.`,
      })
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
      title={team ? team.name : 'New team'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="team-form" busy={save.isPending}>
            {team ? 'Save team' : 'Make the team'}
          </Button>
        </>
      }
    >
      <form id="team-form" onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Name"
          error={wrong.name}
          help={
            team ? `Playbooks name it ${team.key}; that stays.` : 'Its key for playbooks is made from it.'
          }
        >
          <TextInput value={name} required maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
        <fieldset>
          <legend className="mb-1 font-medium">Members</legend>
          {members.map((one) => (
            <Checkbox
              key={one.id}
              label={one.name}
              checked={memberIds.includes(one.id)}
              onChange={(event) =>
                setMemberIds(
                  event.target.checked ? [...memberIds, one.id] : memberIds.filter((id) => id !== one.id),
                )
              }
            />
          ))}
        </fieldset>
        <WordsField
          name="areas"
          label="Areas it takes"
          help="Words of cases, such as implementation, marketing. Each of its members counts as knowing them."
          value={areas}
          onChange={setAreas}
          wrong={wrong}
        />
        <OwnCalendar
          value={calendar}
          onChange={setCalendar}
          wrong={wrong}
          otherwise="the hours of the workspace"
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
