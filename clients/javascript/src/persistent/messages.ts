/** The format of a session, as version 3 of the protocol has it. */
export interface AudioFormat {
  format: "pcm" | "wav" | "mp3" | "flac" | "ogg" | "opus" | "vorbis" | "aac" | "m4a" | "auto";
  sampleRate: number;
  channels: number;
  /** 8: unsigned. 16, 24: signed, little-endian. 32: IEEE float. */
  bitDepth: number;
}

/** Of a session. Times are Unix milliseconds. */
export interface SessionStats {
  bytesReceived: number;
  chunksProcessed: number;
  startTime: number | null;
  endTime: number | null;
}

export interface WelcomeMessage {
  type: "welcome";
  clientId: string;
  timestamp: number;
  message: string;
}

export interface SessionStartedMessage {
  type: "session_started";
  clientId: string;
  timestamp: number;
  audioFormat: AudioFormat & { bytesPerSample: number; bytesPerSecond: number };
}

export interface SessionStoppedMessage {
  type: "session_stopped";
  clientId: string;
  timestamp: number;
  stats: SessionStats;
}

export interface PongMessage {
  type: "pong";
  timestamp: number;
}

export interface StatusMessage {
  type: "status";
  clientId: string;
  connected: boolean;
  sessionActive: boolean;
  sessionStats: SessionStats | null;
  timestamp: number;
}

export interface ErrorMessage {
  type: "error";
  error: string;
  timestamp: number;
}
