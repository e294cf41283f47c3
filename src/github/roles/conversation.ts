// The role `Conversation` over Octokit. Puts the requests of `write/` together and makes none itself.

import type { Conversation } from "../../ports/forge/conversation.ts";
import type { CommentMirror } from "../read/comment-mirror.ts";
import {
  deleteComment,
  editComment,
  minimiseComment,
  postComment,
  react,
  reactToIssue,
  setLabels,
} from "../write/conversation.ts";
import { editIssue, openIssue } from "../write/issue-text.ts";
import { createLabel } from "../write/labels.ts";
import type { Ways } from "./ways.ts";

/** @param comments is told of what a list of comments that changed does not show */
export function conversation({ of }: Ways, comments: CommentMirror): Conversation {
  return {
    openIssue: (repository, text) => openIssue(of(repository), repository, text),
    editIssue: (key, change) => editIssue(of(key), key, change),
    createLabel: (repository, label) => createLabel(of(repository), repository, label),
    setLabels: (key, change) => setLabels(of(key), key, change),
    postComment: (key, body) => postComment(of(key), key, body),
    editComment: (key, comment, body, seen) => editComment(of(key), key, comment, body, seen),
    async deleteComment(key, comment) {
      await deleteComment(of(key), key, comment);
      comments.deleted(key, comment);
    },
    minimiseComment: (key, comment) => minimiseComment(of(key), key, comment),
    async react(key, comment, reaction) {
      await react(of(key), key, comment, reaction);
      comments.reacted(key, comment, reaction);
    },
    reactToIssue: (key, reaction) => reactToIssue(of(key), key, reaction),
  };
}
