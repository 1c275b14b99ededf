/** The simulator's HTTP side, as described in its phone page interface. */

async function ask(path, body) {
  const options =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        };
  const answer = await fetch(`/phone/${path}`, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** People, chats, commands and the clock. */
export const fetchState = () => ask("state");

/** What `person` sees in `chat`, oldest first. */
export const fetchMessages = async (chat, person) =>
  (await ask(`chats/${chat}?person=${person}`)).messages;

/** Counted views and the delivery ledger. */
export const fetchExtra = () => ask("extra");

/** Sends one of: write, press, block, clock, fault, dialect. */
export const post = (name, body) => ask(name, body);

/** The address of a picture, recording or document. */
export const fileUrl = (fileId) => `/phone/files/${encodeURIComponent(fileId)}`;

/**
 * Follows the simulator's events for as long as the page lives.
 * `onOpen` runs at every (re)connection, since events are lost while the line is down.
 */
export function follow({ onOpen, onEvent, onLost }) {
  let wait = 500;
  const connect = () => {
    const source = new EventSource("/phone/events");
    source.addEventListener("open", () => {
      wait = 500;
      onOpen();
    });
    source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      onLost();
      source.close();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    });
  };
  connect();
}
