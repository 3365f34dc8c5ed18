import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listTeams, removeTeam, type Team } from '#platform/teams/contract.ts'
import { TeamForm } from '#platform/teams/web/team-form.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Teams: who takes the same cases, what they know, and when they are at work. */
export default function TeamsSettings() {
  const slug = useSlug()
  const canManage = useCan('members:manage')
  const queries = useQueryClient()
  const teams = useQuery({ queryKey: ['teams', slug], queryFn: () => call(listTeams, {}) })
  const [open, setOpen] = useState<Team | 'new'>()
  const [ending, setEnding] = useState<Team>()
  const remove = useMutation({
    mutationFn: (team: Team) => call(removeTeam, { teamId: team.id }),
    onSuccess: async (_answer, team) => {
      setEnding(undefined)
      await queries.invalidateQueries({ queryKey: ['teams', slug] })
      toast({ message: `${team.name} was removed.` })
    },
    onError: (error) => toastError(error, 'The team stays'),
  })
  if (teams.error)
    return (
      <Failed error={teams.error} title="The teams could not be read" onRetry={() => void teams.refetch()} />
    )
  if (!teams.data) return <LoadingRows rows={3} />
  const list = teams.data.data
  return (
    <div className="max-w-4xl py-4">
      <div className="row mb-3">
        <p className="grow text-ink-2">
          A playbook names a team by its key. Who of it gets a case is chosen by area, working hours, load and
          turn.
        </p>
        {canManage && (
          <Button kind="primary" onClick={() => setOpen('new')}>
            Make a team
          </Button>
        )}
      </div>
      {list.length === 0 ? (
        <Empty title="No teams yet">
          Cases go to the account’s owner and to whoever holds a position. A team takes them together, in its
          own zone where it has one.
        </Empty>
      ) : (
        <ul>
          {list.map((team) => (
            <li key={team.id} className="flex items-center gap-3 border-t border-line py-2.5">
              <div className="min-w-0 grow">
                <span className="med">{team.name}</span> <code className="muted text-xs">{team.key}</code>
                <div className="help">{factsOf(team)}</div>
              </div>
              {canManage && (
                <>
                  <Button size="sm" onClick={() => setOpen(team)} aria-label={`Edit ${team.name}`}>
                    Edit
                  </Button>
                  <Button
                    size="sm"
                    kind="ghost"
                    icon="close"
                    onClick={() => setEnding(team)}
                    aria-label={`Remove ${team.name}`}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && <TeamForm team={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
      <Dialog
        open={!!ending}
        onClose={() => setEnding(undefined)}
        title={`Remove the team ${ending?.name}`}
        description="Its members stay, and so do their cases. A playbook that names it finds nobody there, and its cases say so. This cannot be taken back."
        footer={
          <>
            <Button onClick={() => setEnding(undefined)}>Keep</Button>
            <Button kind="danger" busy={remove.isPending} onClick={() => ending && remove.mutate(ending)}>
              Remove
            </Button>
          </>
        }
      />
    </div>
  )
}

function factsOf({ members, areas, calendar }: Team): string {
  const who = members.length > 0 ? members.map((one) => one.name).join(', ') : 'nobody is in it'
  return [
    who,
    ...(areas.length > 0 ? [`knows ${areas.join(', ')}`] : []),
    ...(calendar ? [calendar.zone.split('/').at(-1)!.replaceAll('_', ' ')] : []),
  ].join(' · ')
}
