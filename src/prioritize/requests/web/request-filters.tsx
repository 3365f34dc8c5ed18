import { useCategories } from '#organize/inbox/web/use-inbox.ts'
import { Select } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** The product area that the address asks for. */
export function AreaFilter() {
  const [address, setAddress] = useAddress()
  const areas = useCategories().data?.areas ?? []
  return (
    <Select
      aria-label="Product area"
      className="w-44 flex-none"
      value={address.area ?? ''}
      onChange={(event) => setAddress({ area: event.target.value || undefined })}
      options={[
        { value: '', label: 'Every product area' },
        ...areas.map((area) => ({ value: area.id, label: area.name })),
      ]}
    />
  )
}

/** The owner that the address asks for. */
export function OwnerFilter() {
  const [address, setAddress] = useAddress()
  const { members } = useSession()
  return (
    <Select
      aria-label="Owner"
      className="w-44 flex-none"
      value={address.owner ?? ''}
      onChange={(event) => setAddress({ owner: event.target.value || undefined })}
      options={[
        { value: '', label: 'Every owner' },
        { value: 'me', label: 'Mine' },
        { value: 'none', label: 'Nobody yet' },
        ...members.map((one) => ({ value: one.id, label: one.name })),
      ]}
    />
  )
}
