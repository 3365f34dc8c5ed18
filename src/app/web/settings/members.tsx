import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Away } from '#act/absences/web/away.tsx'
import { InviteColleague } from '#app/web/settings/join-links.tsx'
import { MemberForm } from '#app/web/settings/member-form.tsx'
import { RoleList, roles } from '#app/web/settings/roles.tsx'
import { TakeOut } from '#close/holdings/web/take-out.tsx'
import {
  changeMember,
  createResetLink,
  listMembers,
  type Member,
  removeMember,
} from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Select } from '#platform/web/form.tsx'
import { date } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Who works here and what each may do; join links and links for a new password. */
export default function Members() {
  const slug = useSlug()
  const { member: me } = useSession()
  const canManage = useCan('members:manage')
  const queries = useQueryClient()
  const key = ['members', slug]
  const members = useQuery({ queryKey: key, queryFn: () => call(listMembers, {}) })
  const [leaving, setLeaving] = useState<Member>()
  const [editing, setEditing] = useState<Member>()
  const [reset, setReset] = useState<{ member: Member; url: string }>()
  const refresh = () => queries.invalidateQueries({ queryKey: key })

  const setRole = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Member['role'] }) =>
      call(changeMember, { id: member.id, role }),
    onSuccess: async (_answer, { member, role }) => {
      await refresh()
      toast({
        message: `${member.name} is now ${role}.`,
        undo: async () => {
          await call(changeMember, { id: member.id, role: member.role })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'The role stays as it was'),
  })
  const remove = useMutation({
    mutationFn: ({ member, to }: { member: Member; to: string | undefined }) =>
      call(removeMember, { id: member.id, ...(to && { to }) }),
    onSuccess: async (_answer, { member }) => {
      setLeaving(undefined)
      await refresh()
      toast({ message: `${member.name} was taken out of the workspace.` })
    },
    onError: (error) => toastError(error, 'Nobody was taken out'),
  })
  const makeReset = useMutation({
    mutationFn: (member: Member) => call(createResetLink, { id: member.id }),
    onSuccess: ({ url }, member) => setReset({ member, url }),
    onError: (error) => toastError(error, 'No link was made'),
  })

  if (members.error)
    return (
      <Failed
        error={members.error}
        title="The members could not be read"
        onRetry={() => void members.refetch()}
      />
    )
  if (!members.data) return <LoadingRows rows={3} />
  return (
    <div className="py-4">
      {canManage && <InviteColleague />}
      <table className="tb max-w-4xl">
        <caption className="vh">Members</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className="w-44">
              Role
            </th>
            <th scope="col" className="w-36 max-phone:hidden">
              Since
            </th>
            <th scope="col" className="w-12">
              <span className="vh">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.data.data.map((one) => (
            <tr key={one.id}>
              <td>
                <span className="row">
                  <Avatar name={one.name} size="lg" />
                  <span className="cut py-1">
                    <span className="med">{one.name}</span>
                    {one.id === me.id && <span className="muted"> (you)</span>} <Away memberId={one.id} />
                    <span className="help block cut">{one.email}</span>
                    <Does member={one} />
                  </span>
                </span>
              </td>
              <td>
                {canManage && one.id !== me.id ? (
                  <Select
                    aria-label={`Role of ${one.name}`}
                    value={one.role}
                    onChange={(event) =>
                      setRole.mutate({ member: one, role: event.target.value as Member['role'] })
                    }
                    options={roles.filter(
                      (role) => role.value !== 'owner' || me.role === 'owner' || one.role === 'owner',
                    )}
                  />
                ) : (
                  <span className="capitalize">{one.role}</span>
                )}
              </td>
              <td className="muted max-phone:hidden">{date(one.createdAt)}</td>
              <td>
                {canManage && (
                  <Menu
                    label={`More for ${one.name}`}
                    trigger={<Button kind="ghost" icon="more" aria-label={`More for ${one.name}`} />}
                    items={[
                      {
                        label: 'Positions, skills and hours',
                        icon: 'person',
                        onSelect: () => setEditing(one),
                      },
                      ...(one.id === me.id
                        ? []
                        : ([
                            {
                              label: 'Link for a new password',
                              icon: 'link',
                              onSelect: () => makeReset.mutate(one),
                            },
                            'line',
                            { label: 'Take out of the workspace', onSelect: () => setLeaving(one) },
                          ] as const)),
                    ]}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editing && <MemberForm member={editing} onClose={() => setEditing(undefined)} />}
      <RoleList />
      {leaving && (
        <TakeOut
          member={leaving}
          others={members.data.data}
          busy={remove.isPending}
          onClose={() => setLeaving(undefined)}
          onTakeOut={(to) => remove.mutate({ member: leaving, to })}
        />
      )}
      <Dialog
        open={!!reset}
        onClose={() => setReset(undefined)}
        title={`A new password for ${reset?.member.name}`}
        description="Give this link to them yourself. It works once, for a day, and is not shown again."
        footer={<Button onClick={() => setReset(undefined)}>Done</Button>}
      >
        <div className="mt-3">{reset && <CopyLine text={reset.url} label="Link for a new password" />}</div>
      </Dialog>
    </div>
  )
}

/** Positions, what they know and where they work, in one line. */
function Does({ member: { positions, skills, calendar } }: { member: Member }) {
  const parts = [
    ...positions.map((one) => one.replaceAll('-', ' ')),
    ...(skills.length > 0 ? [`knows ${skills.join(', ')}`] : []),
    ...(calendar ? [calendar.zone.split('/').at(-1)!.replaceAll('_', ' ')] : []),
  ]
  return parts.length > 0 && <span className="help block cut">{parts.join(' · ')}</span>
}
