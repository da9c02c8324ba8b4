/* submissions/folder.h: folders, made and taken away. */
#ifndef DESCENT_SUBMISSIONS_FOLDER_H
#define DESCENT_SUBMISSIONS_FOLDER_H

#include "base/message.h"

/* Makes the folder and those above it, where they are not there. Returns 0, or -1 and says why. */
int folder_make(const char *path, struct message *why);

/* Removes the folder with all that is in it; follows no link and stays on its file system. What
 * cannot be removed stays. */
void folder_remove(const char *path);

#endif
