import { useQuery } from '@tanstack/react-query'
import { listAlerts } from '#collect/signals/contract.ts'
import { EvidenceChart } from '#collect/signals/web/evidence-chart.tsx'
import { call } from '#platform/web/api.ts'
import { dateOn } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** The chart behind an item that a rule raised; nothing for any other item. */
export default function ItemSignal({ feedbackId }: { feedbackId: string }) {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['signals', slug, 'alert of', feedbackId],
    queryFn: ({ signal }) => call(listAlerts, { feedback: feedbackId, limit: 1 }, { signal }),
    enabled: useCan('signals:read'),
  })
  const alert = query.data?.data[0]
  if (!alert) return null
  const { evidence } = alert
  return (
    <section className="mt-4" aria-label="What was seen">
      <h2 className="sec">What was seen</h2>
      <EvidenceChart evidence={evidence} />
      <p className="help num mt-1">
        {`“${evidence.rule}”, seen ${dateOn(alert.firedOn)}, ${
          alert.recoveredOn ? `recovered ${dateOn(alert.recoveredOn)}` : 'not recovered yet'
        }. `}
        <Go to={`accounts/${alert.accountId}`} className="link">
          Open the account
        </Go>
      </p>
    </section>
  )
}
