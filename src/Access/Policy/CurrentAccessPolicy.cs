namespace AccessKiosk.Access.Policy;

/// <summary>The active rules; replaced as a whole while the kiosk runs.</summary>
public sealed class CurrentAccessPolicy(AccessModel model)
{
    private AccessPolicy _policy = new(model);

    /// <summary>The active rules.</summary>
    public AccessPolicy Current => Volatile.Read(ref _policy);

    /// <summary>Activates other rules, from the next decision on.</summary>
    public void Replace(AccessModel other) => Volatile.Write(ref _policy, new(other));
}
