/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { EmailField, ImportanceField, Vote } from '#close/portal/pages/parts.tsx'
import { Day, portalPage } from '#close/portal/pages/shell.tsx'
import type { Comment, Idea } from '#close/portal/queries/ideas.ts'
import { longest } from '#close/portal/rules.ts'
import { Trap } from '#platform/http/trap.tsx'

/** One idea: its words, what we say of it, a vote with how much it matters, following, and what others say. */
export function ideaPage(
  open: Open,
  of: {
    idea: Idea
    importance: number | undefined
    isFollowing: boolean
    comments: Comment[]
    said?: string | undefined
    wrong?: { status: 400 | 429; text: string; comment: string }
  },
): Response {
  const { texts, base, language, viewer, settings } = open
  const { idea, importance, comments } = of
  const path = `${base}/ideas/${idea.id}`
  const voted = importance !== undefined
  const board = open.boards.find((one) => idea.areaId !== null && one.areaIds.includes(idea.areaId))
  const maySay = viewer !== undefined || settings.anonymousVotes
  return portalPage(open, {
    title: idea.title,
    tab: 'ideas',
    path,
    description: (idea.text ?? idea.title).slice(0, 200),
    said: of.said,
    ...(of.wrong && { status: of.wrong.status }),
    children: (
      <div class="two idea-page">
        <article>
          <p class="note">
            <a href={base}>{texts.ideas}</a>
            {board ? (
              <>
                {' · '}
                <bdi>{board.name}</bdi>
              </>
            ) : null}
          </p>
          <h1 dir="auto">{idea.title}</h1>
          {idea.text ? (
            <p class="gap pre" dir="auto">
              {idea.text}
            </p>
          ) : null}
          {idea.note ? (
            <section class="say" aria-labelledby="say">
              <h2 id="say">{texts.weSay}</h2>
              <p class="pre" dir="auto">
                {idea.note}
              </p>
            </section>
          ) : null}
        </article>
        <aside>
          <section>
            <div class="row">
              <Vote open={open} idea={idea} voted={voted} back={path} />
              <div class={idea.status === 'shipped' ? 'status shipped' : 'status'}>
                {texts.status[idea.status]}
                {idea.coming ? (
                  <span class="note">
                    <bdi>{idea.coming}</bdi>
                  </span>
                ) : null}
              </div>
            </div>
            {maySay ? (
              <form method="post" action={path}>
                <ImportanceField open={open} chosen={importance ?? 1} />
                <p class="row gap">
                  <button class={voted ? 'quiet' : 'send'} type="submit" name="do" value="vote">
                    {voted ? texts.save : texts.want}
                  </button>
                  {voted ? (
                    <button class="plain" type="submit" name="do" value="unvote">
                      {texts.takeBack}
                    </button>
                  ) : null}
                </p>
              </form>
            ) : null}
          </section>
          <section>
            <form method="post" action={path}>
              {viewer ? (
                <>
                  {of.isFollowing ? <p>{texts.following}</p> : null}
                  <button
                    class="plain"
                    type="submit"
                    name="do"
                    value={of.isFollowing ? 'unfollow' : 'follow'}
                  >
                    {of.isFollowing ? texts.unfollow : texts.follow}
                  </button>
                </>
              ) : (
                <>
                  <h2>{texts.follow}</h2>
                  <EmailField open={open} />
                  <Trap label="Website" />
                  <p class="gap">
                    <button class="quiet" type="submit" name="do" value="follow">
                      {texts.send}
                    </button>
                  </p>
                </>
              )}
            </form>
          </section>
        </aside>
        <section class="talk" id="comments" aria-labelledby="comments-title">
          <h2 id="comments-title">{texts.comments}</h2>
          {comments.length === 0 ? <p class="dim">{texts.noComments}</p> : null}
          {comments.map((one) => (
            <article class="comment">
              <header>
                <b dir="auto">{one.isOurs ? open.brand : (one.name ?? texts.customer)}</b>
                {one.isOurs ? <span class="staff">{texts.team}</span> : null}
                {one.isMine ? <span class="note">{texts.you}</span> : null}
                <span class="note">
                  <Day date={one.at} language={language} />
                </span>
              </header>
              <p class="pre" dir="auto">
                {one.text}
              </p>
              {one.isHeld ? <p class="note">{texts.waits}</p> : null}
            </article>
          ))}
          <form method="post" action={path} class="narrow">
            <label class="field">
              {texts.write}
              <textarea name="comment" maxlength={longest.comment} required dir="auto">
                {of.wrong?.comment ?? ''}
              </textarea>
            </label>
            {of.wrong ? (
              <p class="wrong" role="alert">
                {of.wrong.text}
              </p>
            ) : null}
            {viewer ? null : <EmailField open={open} />}
            <Trap label="Website" />
            <p class="gap">
              <button class="quiet" type="submit" name="do" value="comment">
                {texts.send}
              </button>
            </p>
          </form>
        </section>
      </div>
    ),
  })
}
