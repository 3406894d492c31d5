// Who sees a page of sign-in is signed out: the copy of a roster that a phone kept is deleted.
if (window.caches) caches.delete("my-roster");
