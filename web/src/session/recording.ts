import { EventType } from "matrix-js-sdk";
import { fileContent, type Relation } from "./content";
import { live } from "./live";

/** What was said into the microphone. */
export interface Recorded {
  readonly blob: Blob;
  readonly durationMs: number;
  /** How loud it was, from beginning to end; 0 to 1024. */
  readonly loudness: readonly number[];
}

/** A recording that runs. */
export interface Recording {
  /** How loud it is now, 0 to 1. */
  readonly loudness: () => number;
  /** Ends it, once; what was said. */
  readonly stop: () => Promise<Recorded>;
  readonly drop: () => void;
}

const forms = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const barsMax = 64;
const loudest = 1024;
const listenEveryMs = 100;

/** As many bars as a reader draws, each the loudest moment of its part. */
export function barsOf(heard: readonly number[], most = barsMax): number[] {
  const size = Math.max(1, Math.ceil(heard.length / most));
  const parts = Array.from({ length: Math.ceil(heard.length / size) }, (_, i) => heard.slice(i * size, (i + 1) * size));
  return parts.map((part) => Math.round(Math.min(1, Math.max(...part)) * loudest));
}

/** Listens to the microphone; throws when there is none, or none for us. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const form = forms.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, form ? { mimeType: form } : {});
  const sound = new AudioContext();
  const ear = sound.createAnalyser();
  sound.createMediaStreamSource(stream).connect(ear);
  const samples = new Float32Array(ear.fftSize);
  const loudness = () => {
    ear.getFloatTimeDomainData(samples);
    return Math.min(1, Math.hypot(...samples) / Math.sqrt(samples.length / 8));
  };
  const heard: number[] = [];
  const listening = setInterval(() => heard.push(loudness()), listenEveryMs);
  const pieces: Blob[] = [];
  recorder.ondataavailable = (e) => pieces.push(e.data);
  const began = performance.now();
  recorder.start();
  const end = () => {
    clearInterval(listening);
    for (const track of stream.getTracks()) track.stop();
    if (sound.state !== "closed") void sound.close();
  };
  let ended: Promise<Recorded> | undefined;
  const stop = () => {
    ended ??= new Promise((done) => {
      const durationMs = Math.round(performance.now() - began);
      recorder.onstop = () => {
        const type = recorder.mimeType.replace(/;.*/, "") || "audio/ogg";
        done({ blob: new Blob(pieces, { type }), durationMs, loudness: barsOf(heard) });
      };
      recorder.stop();
      end();
    });
    return ended;
  };
  return { loudness, stop, drop: end };
}

/// spec: MSC3245, in the names that clients use
export function sayAloud(room: string, of: Recorded, name: string, relation: Relation): Promise<void> {
  const ending = of.blob.type.replace(/^audio\//, "");
  const facts = { size: of.blob.size, mimetype: of.blob.type, duration: of.durationMs };
  const { outbox, me } = live();
  return outbox.add({
    room,
    ...(relation.thread ? { thread: relation.thread } : {}),
    type: EventType.RoomMessage,
    content: {
      ...fileContent(`${name}.${ending}`, facts, { text: "", named: [] }, relation, me),
      "org.matrix.msc3245.voice": {},
      "org.matrix.msc1767.audio": { duration: of.durationMs, waveform: of.loudness },
    },
    file: { blob: of.blob, name: `${name}.${ending}` },
  });
}
