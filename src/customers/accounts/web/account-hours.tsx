import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type AccountDetail, putAccountCalendar } from '#customers/accounts/contract.ts'
import { OwnCalendar } from '#platform/calendar/web/own-calendar.tsx'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { toast } from '#platform/web/toast.tsx'

/** The zone, hours and holidays by which an account's cases are reckoned. */
export function AccountHours({ account, onClose }: { account: AccountDetail; onClose(): void }) {
  const queries = useQueryClient()
  const [calendar, setCalendar] = useState(account.calendar)
  const save = useMutation({
    mutationFn: () => call(putAccountCalendar, { accountId: account.id, calendar }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['account'] })
      toast({ message: 'Kept. Due times already given stay as they are.' })
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
      title="Zone and hours"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="hours-form" busy={save.isPending}>
            Keep these hours
          </Button>
        </>
      }
    >
      <form id="hours-form" onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink-2">
          Business days of cases of {account.name} are counted in its own calendar.
        </p>
        <OwnCalendar
          value={calendar}
          onChange={setCalendar}
          wrong={wrong}
          otherwise="the hours of the lead’s team, else of the workspace"
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
