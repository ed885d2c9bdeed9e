namespace AccessKiosk.Web.Security;

/// <summary>Marks a route that takes a picture from somebody who is not signed in: it looks at a right of its own before it reads.</summary>
internal sealed class TakesPicturesOfNobody;
