import type { InboundMail } from '#collect/mailbox/contract.ts'
import { downloadFile } from '#platform/files/contract.ts'
import { AboutFile } from '#platform/web/about-file.tsx'
import { addressOf } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { Verbatim } from '#platform/web/marks.tsx'

/** The sender's own new words, what they quoted folded away, and the files that came along. */
export function MailWords({ mail }: { mail: InboundMail }) {
  const slug = useSlug()
  const linkTo = (fileId: string) => addressOf(downloadFile, { fileId }, slug)
  return (
    <>
      {mail.proof?.isProven === false && (
        <p className="mb-1 font-medium break-words text-sla-due-soon">
          Nobody proved that it is from {mail.from.address || 'its sender'} ({mail.proof.says}).
        </p>
      )}
      {mail.words ? (
        <Verbatim text={mail.words} />
      ) : (
        <p className="help">{mail.whole ? 'No new words, only what was quoted.' : 'No words.'}</p>
      )}
      {mail.attachments.length > 0 && (
        <ul className="row mt-1.5 flex-wrap gap-x-3" aria-label="Files">
          {mail.attachments.map((file) => (
            <li key={file.fileId ?? file.name}>
              {file.fileId ? (
                <>
                  <a className="link row gap-1" href={linkTo(file.fileId)} download={file.name}>
                    <Icon name="file" small />
                    {file.name}{' '}
                    <span className="muted num">{Math.max(1, Math.round(file.bytes / 1024))} kB</span>
                  </a>
                  <AboutFile type={file.type} />
                </>
              ) : (
                <span className="muted">
                  {file.name}, not kept: {file.why}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <details className="mt-1.5">
        <summary className="help cursor-pointer">
          {mail.whole.length > mail.words.length ? 'Show what was quoted' : 'Show the whole mail'}
        </summary>
        <pre className="mt-1 max-w-[46rem] font-sans break-words whitespace-pre-wrap text-ink-2" dir="auto">
          {mail.whole || 'No text.'}
        </pre>
        {mail.spam && (
          <p className="help break-words">
            Spam score {mail.spam.score}. {mail.spam.says}
          </p>
        )}
        {mail.fileId && (
          <a className="link xs" href={linkTo(mail.fileId)} download="mail.eml">
            Download the mail as it came
          </a>
        )}
      </details>
    </>
  )
}
