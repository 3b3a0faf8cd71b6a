import { parse } from "../messages/frame";
import { isRecord } from "../messages/shape";
import type { Session } from "../session/session";
import { remember, remembered } from "../session/storage";
import { draw } from "./draw";

/** The bodies of the notes by which miniatures are asked for and refused. */
const LOOK = '{"look":true}';
const NONE = '{"miniature":null}';

/** How long (s) a question is worth an answer. */
const MOMENT = 10;

/** Of a miniature, in characters: it is to stay small whatever the other side makes of it. */
const LARGEST = 30_000;

const PICTURE = /^data:image\/(png|webp|jpeg);base64,[\w+/]+=*$/;

/**
 * Small still pictures of pages: this one's for others if somebody allows it, and theirs.
 *
 * @param key where it stands in `localStorage` whether that is so
 */
export function miniatures(session: Session, root: Document | Element, key: string) {
  let allowed = remembered(key) === "yes";
  const asked = new Map<string, { picture: Promise<string | undefined>; answer(picture: string | undefined): void }>();

  const tell = (to: string, body: string) =>
    // Nobody is there, or no longer: then there is no picture.
    session.send({ to, kind: "note", ttl: MOMENT }, body).sent.catch(() => {});

  return {
    get allowed() {
      return allowed;
    },

    allow(on: boolean): void {
      allowed = on;
      remember(key, on ? "yes" : "no");
    },

    /** That of another page as it is now; `undefined` if it does not allow that, or does not answer. */
    of(instance: string): Promise<string | undefined> {
      const under = asked.get(instance);
      if (under) return under.picture;
      let answer!: (picture: string | undefined) => void;
      const picture = new Promise<string | undefined>(resolve => {
        answer = resolve;
      });
      asked.set(instance, { picture, answer });
      setTimeout(answer, MOMENT * 1000);
      void picture.then(() => asked.delete(instance));
      void tell(instance, LOOK);
      return picture;
    },

    /** A note has come. */
    note(from: string, body: string): void {
      if (body === LOOK) {
        const miniature = allowed ? draw(root) : undefined;
        void tell(from, miniature ? JSON.stringify({ miniature }) : NONE);
        return;
      }
      const read = parse(body);
      if (!isRecord(read) || !("miniature" in read)) return;
      const { miniature } = read;
      const isPicture = typeof miniature === "string" && miniature.length <= LARGEST && PICTURE.test(miniature);
      asked.get(from)?.answer(isPicture ? miniature : undefined);
    },
  };
}
