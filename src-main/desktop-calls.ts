// What answers the window's calls, and all that lies behind it: loaded while the window already comes up.
export { answerCall } from './hosts/answer-call.ts';
export { openSession } from './session.ts';
