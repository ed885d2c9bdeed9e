namespace AccessKiosk.Access.Policy;

/// <summary>The rules in force; replaced as a whole while the kiosk runs.</summary>
public sealed class CurrentAccessPolicy(AccessModel model)
{
    private AccessPolicy _policy = new(model);

    /// <summary>The rules in force.</summary>
    public AccessPolicy Current => Volatile.Read(ref _policy);

    /// <summary>Puts other rules in force, from the next decision on.</summary>
    public void Replace(AccessModel other) => Volatile.Write(ref _policy, new(other));
}
