import { useQuery } from '@tanstack/react-query'
import { previewSurveySms } from '#collect/surveys/contract.ts'
import { type Delivery, deliveries } from '#collect/surveys/rules.ts'
import { lengthWords } from '#platform/sms/web/length-words.ts'
import { call } from '#platform/web/api.ts'
import { Segments } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'

export const deliveryWords: Record<Delivery, string> = {
  mail: 'Mail',
  sms: 'Text message',
  either: 'Mail, else text',
}
export const deliveryHelp: Record<Delivery, string> = {
  mail: 'To the address of each.',
  sms: 'To those who said yes to text messages.',
  either: 'By text message where there is no address or mail came back.',
}

/** How a wave goes out; of a text message also what it says and how long it is. */
export function ChannelChoice({
  surveyId,
  channel,
  onChange,
}: {
  surveyId: string
  channel: Delivery
  onChange(channel: Delivery): void
}) {
  const slug = useSlug()
  const sms = useQuery({
    queryKey: ['survey-sms', slug, surveyId],
    queryFn: () => call(previewSurveySms, { surveyId }),
    enabled: channel !== 'mail',
  })
  return (
    <section aria-label="Goes by">
      <h2 className="mb-1 font-semibold">Goes by</h2>
      <Segments
        label="Goes by"
        value={channel}
        onChange={onChange}
        options={deliveries.map((value) => ({ value, label: deliveryWords[value] }))}
      />
      <p className="help mt-1">{deliveryHelp[channel]}</p>
      {channel !== 'mail' && sms.data && (
        <figure className="mt-2">
          <blockquote className="rounded-2 border border-line p-2 text-sm break-words">
            {sms.data.text.replace(/hb_0+/, 'hb_…')}
          </blockquote>
          <figcaption className="help num mt-1">{lengthWords(sms.data)}</figcaption>
        </figure>
      )}
    </section>
  )
}
