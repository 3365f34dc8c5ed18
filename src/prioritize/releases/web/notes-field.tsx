import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextArea } from '#platform/web/form.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { uploadReleaseImage } from '#prioritize/releases/contract.ts'
import { imageTypes } from '#prioritize/releases/rules.ts'

/** The notes of a release; an image is uploaded and put where the cursor stands, with its words to be written. */
export function NotesField({
  value,
  error,
  onChange,
}: {
  value: string
  error: string | undefined
  onChange(notes: string): void
}) {
  const words = useRef<HTMLTextAreaElement>(null)
  // where the cursor stood last; at the end as long as it never stood in the notes
  const cursor = useRef<number>(undefined)
  const picker = useRef<HTMLInputElement>(null)
  const upload = useMutation({
    mutationFn: (file: File) =>
      call(
        uploadReleaseImage,
        { name: file.name },
        { content: file, headers: { 'content-type': 'application/octet-stream' } },
      ),
    onSuccess: ({ id, name }) => {
      const field = words.current
      const notes = field?.value ?? value
      const at = cursor.current ?? notes.length
      const before = notes.slice(0, at).trimEnd()
      const alt = name.replace(/\.\w+$/, '').replace(/[[\]]/g, '')
      const start = before === '' ? '' : `${before}\n\n`
      onChange(`${start}![${alt}](${id})\n\n${notes.slice(at).trimStart()}`)
      // what it shows is for people who do not see it: the name of the file is chosen, to be written over
      requestAnimationFrame(() => {
        field?.focus()
        field?.setSelectionRange(start.length + 2, start.length + 2 + alt.length)
      })
    },
    onError: (error) => toastError(error, 'The image was not added'),
  })
  return (
    <div className="grid gap-2">
      <Field
        label="Notes for customers"
        optional
        error={error}
        help="Markdown. In the brackets of an image stands what it shows."
      >
        <TextArea
          ref={words}
          rows={8}
          maxLength={20_000}
          value={value}
          onSelect={(event) => {
            cursor.current = event.currentTarget.selectionStart
          }}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <input
        ref={picker}
        type="file"
        className="vh"
        aria-label="Image for the notes"
        tabIndex={-1}
        accept={imageTypes.join(',')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) upload.mutate(file)
        }}
      />
      <span className="row">
        <Button size="sm" icon="plus" busy={upload.isPending} onClick={() => picker.current?.click()}>
          Image
        </Button>
        <span className="help">PNG, JPEG, WebP or GIF, at most 5 MB.</span>
      </span>
    </div>
  )
}
