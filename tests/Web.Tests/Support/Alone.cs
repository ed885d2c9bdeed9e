namespace AccessKiosk.Web.Tests.Support;

/// <summary>For tests that look at the whole process: nothing else runs in it meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
